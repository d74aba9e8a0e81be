using InferencePlatform.Grpc.Client;
using InferencePlatform.Grpc.Interop;
using InferencePlatform.Grpc.Interop.Cases;
using InferencePlatform.Grpc.InteropTests.Own;
using InferencePlatform.Testing;

namespace InferencePlatform.Grpc.InteropTests.Other;

/// <summary>
/// Another language's implementation: its server is running, and its client has run all its cases against ours. Where
/// it cannot be made ready on this machine, its tests are skipped.
/// </summary>
public abstract class OtherLanguage : IAsyncLifetime
{
    /// <summary>What every implementation can do at both sides.</summary>
    internal static readonly string[] Basic =
    [
        "empty_unary", "large_unary", "client_streaming", "server_streaming", "ping_pong", "half_duplex", "empty_stream",
        "custom_metadata", "status_code_and_message", "special_status_message", "unimplemented_method",
        "unimplemented_service", "cancel_after_begin", "cancel_after_first_response", "timeout_on_sleeping_server",
    ];

    /// <summary>What every implementation can do at the client, as far as it shows what is compressed.</summary>
    internal static readonly string[] ClientCases =
    [
        .. Basic, "client_compressed_unary", "client_compressed_streaming", "server_compressed_unary", "server_compressed_streaming",
    ];

    /// <summary>What shows a transport's behaviour: small and large messages, both directions at once, and giving up.</summary>
    internal static readonly string[] TlsCases =
        ["empty_unary", "large_unary", "client_streaming", "server_streaming", "ping_pong", "custom_metadata", "cancel_after_first_response"];

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly string _name;
    private readonly string[] _command;
    private readonly OwnServer _ours = new();
    private readonly Dictionary<string, string> _results = [];
    private ToolProcess? _server;
    private GrpcChannel? _channel;
    private string? _skip;

    /// <param name="name">Its name for build/test-tools.sh.</param>
    /// <param name="command">The command that its test program starts with; with a slash, relative to the repository.</param>
    private protected OtherLanguage(string name, params string[] command)
    {
        _name = name;
        _command = [command[0].Contains('/', StringComparison.Ordinal) ? Path.Combine(Repository.Root, command[0]) : command[0], .. command[1..]];
    }

    /// <summary>Time that getting ready may take when nothing is there yet.</summary>
    private protected virtual TimeSpan ReadyWithin => TimeSpan.FromMinutes(5);

    public async ValueTask InitializeAsync()
    {
        await _ours.InitializeAsync();
        await using var tools = new ToolProcess(Path.Combine(Repository.Root, "build/test-tools.sh"), _name);
        if (await tools.EndAsync(ReadyWithin) != 0)
        {
            _skip = $"{_name} cannot be made ready here: {tools.Errors.Trim().Split('\n')[^1]}";
            return;
        }

        _server = new ToolProcess(_command[0], [.. _command[1..], "server"]);
        _channel = new GrpcChannel(new Uri($"http://{await _server.ListeningAsync(Patience)}"));
        await using var client = new ToolProcess(
            _command[0], [.. _command[1..], "client", $"--server_port={_ours.Port}", $"--test_case={string.Join(',', ClientCases)}"]);
        await client.EndAsync(TimeSpan.FromMinutes(5));
        foreach (var line in client.Output)
        {
            var colon = line.IndexOf(": ", StringComparison.Ordinal);
            _results[line[..Math.Max(0, colon)]] = line[(colon + 2)..];
        }

        _results[""] = client.Errors;
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        _channel?.Dispose();
        await (_server?.DisposeAsync() ?? default);
        await _ours.DisposeAsync();
    }

    internal async Task AssertItsClientPassedAsync(string name)
    {
        SkipIfNotReady();
        Assert.True(_results.TryGetValue(name, out var result), $"The client did not come to {name}: {_results[""]}");
        Assert.Equal("OK", result);
        await _ours.AssertQuietAsync();
    }

    /// <summary>Its client runs some cases against our server over TLS, where each shows the other a certificate.</summary>
    internal async Task AssertItsClientPassesOverTlsAsync()
    {
        SkipIfNotReady();
        await using var server = new OwnTlsServer();
        await server.StartAsync();
        await using var client = new ToolProcess(
            _command[0], [.. _command[1..], "client", .. server.ClientFlags, $"--test_case={string.Join(',', TlsCases)}"]);
        await client.EndAsync(TimeSpan.FromMinutes(2));
        Assert.Equal(TlsCases.Select(name => $"{name}: OK"), client.Output);
    }

    internal async Task AssertOurClientPassesAsync(string name)
    {
        SkipIfNotReady();
        var test = InteropCases.All.Single(c => c.Name == name);
        await test.Run(new TestServiceClient(_channel!)).WaitAsync(Patience, TestContext.Current.CancellationToken);
    }

    private void SkipIfNotReady()
    {
        if (_skip is not null)
        {
            Assert.Skip(_skip);
        }
    }
}
