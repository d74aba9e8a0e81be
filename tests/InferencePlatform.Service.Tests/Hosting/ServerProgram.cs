using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;

namespace InferencePlatform.Service.Tests.Hosting;

/// <summary>The server as a process of its own, which logs in JSON; its log is read as it comes.</summary>
internal sealed partial class ServerProgram : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Channel<JsonElement> _log = Channel.CreateUnbounded<JsonElement>();
    private readonly StringBuilder _errors = new();
    private readonly Task _reading;

    private ServerProgram(Process process)
    {
        _process = process;
        _reading = Task.WhenAll(ReadLogAsync(), ReadErrorsAsync());
    }

    public int ProcessId => _process.Id;

    public string StandardError => _errors.ToString();

    public int GrpcPort { get; private set; }

    public int HttpPort { get; private set; }

    public int ManagementPort { get; private set; }

    /// <summary>Starts the program with these arguments, on free ports where they say nothing else.</summary>
    public static ServerProgram Start(params string[] arguments) => Start(Program, [], arguments);

    /// <summary>Starts the program and waits until it is ready.</summary>
    public static Task<ServerProgram> StartReadyAsync(params string[] arguments) => ReadyAsync(Start(arguments));

    /// <summary>As <see cref="StartReadyAsync(string[])"/>, with a limit on the files that the program may have open.</summary>
    public static Task<ServerProgram> StartReadyAsync(int files, params string[] arguments) => ReadyAsync(Start(files, arguments));

    /// <summary>As <see cref="Start(string[])"/>, with a limit on the files that the program may have open.</summary>
    public static ServerProgram Start(int files, params string[] arguments) =>
        Start("/bin/sh", ["-c", $"ulimit -n {files}; exec \"$0\" \"$@\"", Program], arguments);

    private static string Program => Path.Combine(AppContext.BaseDirectory, "inference-server");

    private static ServerProgram Start(string file, string[] first, string[] arguments)
    {
        var start = new ProcessStartInfo(file, first)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        string[] usual = ["--host=127.0.0.1", "--grpc-port=0", "--http-port=0", "--management-port=0", "--log-format=json", "--threads=1"];
        var given = arguments.Select(NameOf).ToHashSet();
        foreach (var argument in usual.Where(u => !given.Contains(NameOf(u))).Concat(arguments))
        {
            start.ArgumentList.Add(argument);
        }

        return new ServerProgram(Process.Start(start)!);
    }

    private static async Task<ServerProgram> ReadyAsync(ServerProgram program)
    {
        var listening = (await program.WaitForAsync("Listening")).GetProperty("values");
        program.GrpcPort = int.Parse(listening.GetProperty(nameof(GrpcPort)).GetString()!, System.Globalization.CultureInfo.InvariantCulture);
        program.HttpPort = int.Parse(listening.GetProperty(nameof(HttpPort)).GetString()!, System.Globalization.CultureInfo.InvariantCulture);
        program.ManagementPort = int.Parse(listening.GetProperty(nameof(ManagementPort)).GetString()!, System.Globalization.CultureInfo.InvariantCulture);
        await program.WaitForAsync("ServerReady");
        return program;
    }

    /// <summary>The next record of this event; those before it are passed over.</summary>
    public async Task<JsonElement> WaitForAsync(string name)
    {
        var passed = new List<string?>();
        await foreach (var record in _log.Reader.ReadAllAsync(TestContext.Current.CancellationToken))
        {
            if (record.GetProperty("event").GetString() == name)
            {
                return record;
            }

            passed.Add(record.GetProperty("message").GetString());
        }

        throw new InvalidOperationException($"The server ended without logging {name}. It logged: {string.Join(Environment.NewLine, passed)} {StandardError}");
    }

    public void Signal(PosixSignal signal) =>
        Assert.Equal(0, Kill(_process.Id, signal switch { PosixSignal.SIGHUP => 1, PosixSignal.SIGINT => 2, PosixSignal.SIGTERM => 15, _ => throw new ArgumentOutOfRangeException(nameof(signal)) }));

    /// <summary>Waits for the end of the process and of its output.</summary>
    public async Task<int> WaitForExitAsync()
    {
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
        await _reading;
        return _process.ExitCode;
    }

    /// <summary>Records logged that nobody waited for.</summary>
    public IReadOnlyList<JsonElement> RestOfLog()
    {
        var rest = new List<JsonElement>();
        while (_log.Reader.TryRead(out var record))
        {
            rest.Add(record);
        }

        return rest;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        await _reading;
        _process.Dispose();
    }

    private static string NameOf(string argument) => argument.Split('=')[0];

    private async Task ReadLogAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            _log.Writer.TryWrite(JsonDocument.Parse(line).RootElement);
        }

        _log.Writer.Complete();
    }

    private async Task ReadErrorsAsync() => _errors.Append(await _process.StandardError.ReadToEndAsync());

    [LibraryImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Kill(int process, int signal);
}
