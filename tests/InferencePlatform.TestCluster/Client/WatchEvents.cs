using System.Text.Json.Nodes;
using Xunit;

namespace InferencePlatform.TestCluster.Client;

/// <summary>A watch's events, one line of JSON each.</summary>
public sealed class WatchEvents : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly HttpResponseMessage _response;
    private readonly Lazy<StreamReader> _lines;

    internal WatchEvents(HttpResponseMessage response)
    {
        _response = response;
        _lines = new Lazy<StreamReader>(() => new StreamReader(response.Content.ReadAsStream()));
    }

    /// <summary>The next event, or null where the server ended the watch.</summary>
    /// <exception cref="TimeoutException">There is none after 30 s.</exception>
    public async Task<JsonObject?> NextAsync()
    {
        var line = await _lines.Value.ReadLineAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(Patience, TestContext.Current.CancellationToken);
        return line is null ? null : Json.Of(line);
    }

    /// <summary>The next event, however long it takes, or null where the server ended the watch.</summary>
    public async Task<JsonObject?> ReadAsync(CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, TestContext.Current.CancellationToken);
        var line = await _lines.Value.ReadLineAsync(either.Token);
        return line is null ? null : Json.Of(line);
    }

    /// <summary>The next event's object, after asserting its type and, where one is given, the object's name.</summary>
    public async Task<JsonNode> ExpectAsync(string type, string? name = null)
    {
        var next = await NextAsync();
        Assert.NotNull(next);
        Assert.True(next.Text("type") == type, $"{type} was expected: {next}");
        if (name is not null)
        {
            Assert.Equal(name, next.Text("object.metadata.name"));
        }

        return next["object"]!;
    }

    public void Dispose() => _response.Dispose();
}
