using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using InferencePlatform.Service.Tests.Fetching.Rig;
using InferencePlatform.Service.Tests.Hosting;

namespace InferencePlatform.Service.Tests.Fetching;

/// <summary><c>inference-server fetch</c> as an init container runs it.</summary>
public sealed class FetchProgramTests : IDisposable
{
    private static readonly Dictionary<string, string> Nothing = [];

    private readonly FetchRig _rig = new();

    private string Message => Path.Combine(_rig.Beside, "termination-log");

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task What_was_fetched_is_served()
    {
        var model = Path.Combine(TestFiles.Samples, "digits", "1", "model.onnx");
        await using var fetch = Fetch(Nothing, $"--uri=file://{model}", "--log-format=json");

        Assert.Equal(0, await fetch.EndAsync());

        var sha256 = JsonDocument.Parse(await File.ReadAllBytesAsync(Path.Combine(_rig.Target, "fetch.json"), TestContext.Current.CancellationToken)).RootElement.GetProperty("sha256").GetString();
        await using var server = await ServerProgram.StartReadyAsync($"--model-path={_rig.Model}", "--model-name=digits", $"--model-sha256={sha256}");
        Assert.False(File.Exists(Message));
    }

    [Fact]
    public async Task A_failure_has_its_exit_code_and_tells_the_kubelet_without_secrets()
    {
        await using var web = ScriptedServer.Of(Answers.Status("403 Forbidden"));
        await using var fetch = Fetch(
            new Dictionary<string, string> { ["INFERENCE_FETCH_TOKEN"] = "t0ken", ["INFERENCE_FETCH_LOG_LEVEL"] = "Trace", ["INFERENCE_FETCH_URI"] = web.FileUri + "?sig=s1gn" });

        Assert.Equal(11, await fetch.EndAsync());

        var reason = await File.ReadAllTextAsync(Message, TestContext.Current.CancellationToken);
        Assert.StartsWith($"{web.FileUri}?… is forbidden (403); let this user read it.", reason, StringComparison.Ordinal);
        Assert.Contains($"FetchFailed: The model cannot be fetched (AccessDenied): {reason}", fetch.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("t0ken", fetch.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("s1gn", fetch.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wrong_settings_are_all_listed_and_end_it_with_2()
    {
        await using var fetch = FetchProgram.Start(Nothing, "--attempts=none", "--nonsense", $"--termination-message-path={Message}");

        Assert.Equal(2, await fetch.EndAsync());

        var told = await File.ReadAllTextAsync(Message, TestContext.Current.CancellationToken);
        Assert.StartsWith("inference-server fetch: these settings cannot be used:\n", told, StringComparison.Ordinal);
        Assert.Equal(6, told.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.EndsWith("See inference-server fetch --help.\n", told, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(PosixSignal.SIGTERM, 143)]
    [InlineData(PosixSignal.SIGINT, 130)]
    public async Task Told_to_stop_it_leaves_nothing_and_says_so(PosixSignal signal, int code)
    {
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var web = new ScriptedServer(async (_, stream, stop) =>
        {
            await stream.WriteAsync(Encoding.Latin1.GetBytes(Answers.Announced(1_000_000, "some")), stop);
            begun.SetResult();
            await Task.Delay(Timeout.Infinite, stop);
        });
        await using var fetch = Fetch(Nothing, $"--uri={web.FileUri}");
        await begun.Task.WaitAsync(TestContext.Current.CancellationToken);

        fetch.Signal(signal);

        Assert.Equal(code, await fetch.EndAsync());
        Assert.Empty(_rig.Files);
        var reason = $"Told to stop by {signal} before {web.FileUri} was whole; nothing of it was kept.";
        Assert.Equal(reason, await File.ReadAllTextAsync(Message, TestContext.Current.CancellationToken));
        Assert.Contains(reason, fetch.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_full_disk_is_told_as_such()
    {
        await RequireOwnMountsAsync();
        Directory.CreateDirectory(_rig.Target);
        await using var web = new ScriptedServer(async (_, stream, stop) =>
        {
            await stream.WriteAsync("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"u8.ToArray(), stop);
            var piece = Encoding.Latin1.GetBytes("10000\r\n" + new string('x', 65536) + "\r\n");
            while (true)
            {
                await stream.WriteAsync(piece, stop);
            }
        });

        await using var fetch = OnSmallDisk($"--uri={web.FileUri}");

        Assert.Equal(14, await fetch.EndAsync());
        Assert.Equal(
            $"The disk of {_rig.Target} is full: 0 bytes are free. Give it more space (the size limit of the volume, or the node's disk).",
            await File.ReadAllTextAsync(Message, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task The_help_teaches()
    {
        await using var fetch = FetchProgram.Start(Nothing, "--help");

        Assert.Equal(0, await fetch.EndAsync());
        Assert.StartsWith("inference-server fetch: brings one model to a folder", fetch.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_serves_has_not_loaded_what_only_a_fetch_needs()
    {
        await using var server = await ServerProgram.StartReadyAsync($"--repository={TestFiles.Samples}");

        var maps = await File.ReadAllTextAsync($"/proc/{server.ProcessId}/maps", TestContext.Current.CancellationToken);

        Assert.Contains("InferencePlatform.Grpc.dll", maps, StringComparison.Ordinal);
        Assert.DoesNotContain("AWSSDK", maps, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("ETag: \"one\"\r\n")]
    [Trait("Tier", "full")]
    public async Task A_large_file_passes_through_a_small_heap(string headers)
    {
        const long Size = 300L << 20;
        await using var web = new ScriptedServer(async (request, stream, stop) =>
        {
            // Broken off half way, if it can be gone on with: that too takes no memory.
            var from = request.From ?? 0;
            var end = headers.Length > 0 && from == 0 ? Size / 2 : Size;
            var head = from == 0
                ? $"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: {Size}\r\n{headers}\r\n"
                : $"HTTP/1.1 206 Partial Content\r\nConnection: close\r\nContent-Length: {Size - from}\r\nContent-Range: bytes {from}-{Size - 1}/{Size}\r\n{headers}\r\n";
            await stream.WriteAsync(Encoding.Latin1.GetBytes(head), stop);
            var piece = new byte[1 << 20];
            for (long sent = from; sent < end; sent += piece.Length)
            {
                await stream.WriteAsync(piece.AsMemory(0, (int)Math.Min(piece.Length, end - sent)), stop);
            }
        });

        // 24 MB, which is hexadecimal here.
        await using var fetch = Fetch(new Dictionary<string, string> { ["DOTNET_GCHeapHardLimit"] = "1800000" }, $"--uri={web.FileUri}");

        Assert.True(await fetch.EndAsync() == 0, fetch.Output);
        Assert.Equal(Size, new FileInfo(_rig.Model).Length);
        Assert.Equal(headers.Length > 0 ? 2 : 1, web.Requests.Count);
    }

    private static async Task RequireOwnMountsAsync()
    {
        if (!File.Exists("/usr/bin/unshare"))
        {
            Assert.Skip("unshare is missing, so that no small disk can be made.");
        }

        await using var trial = FetchProgram.StartOther("/usr/bin/unshare", Nothing, ["--map-root-user", "--mount", "mount", "-t", "tmpfs", "tmpfs", "/mnt"]);
        if (await trial.EndAsync() != 0)
        {
            Assert.Skip($"No small disk can be made here: {trial.Output}");
        }
    }

    private FetchProgram Fetch(IReadOnlyDictionary<string, string> environment, params IEnumerable<string> arguments) =>
        FetchProgram.Start(environment, [$"--target={_rig.Target}", $"--termination-message-path={Message}", .. arguments]);

    private FetchProgram OnSmallDisk(params IEnumerable<string> arguments)
    {
        var mount = string.Create(CultureInfo.InvariantCulture, $"mount -t tmpfs -o size=1m tmpfs {_rig.Target} && exec \"$@\"");
        return FetchProgram.StartOther(
            "/usr/bin/unshare",
            Nothing,
            ["--map-root-user", "--mount", "sh", "-c", mount, "sh", FetchProgram.Executable, "fetch", $"--target={_rig.Target}", $"--termination-message-path={Message}", .. arguments]);
    }
}
