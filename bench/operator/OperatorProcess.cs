using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace InferencePlatform.Bench.Operator;

/// <summary><c>inference-operator run</c>, and what it says and the kernel knows of it.</summary>
internal sealed class OperatorProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(20);
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(5);
    private readonly HttpClient _http;
    private readonly Process _process;

    /// <param name="program">Its file.</param>
    /// <param name="kubeconfig">Where its API server is.</param>
    public OperatorProcess(string program, string kubeconfig)
    {
        var port = FreePort();
        _http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        _process = Process.Start(
            program,
            ["run", "--kubeconfig", kubeconfig, "--listen", $"127.0.0.1:{port}", "--log-level", "Error"]);
    }

    /// <summary>User and system, since its start.</summary>
    public TimeSpan Cpu
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>The most memory it ever had in RAM.</summary>
    public double PeakMegabytes => double.Parse(
        File.ReadLines($"/proc/{_process.Id}/status").First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1],
        CultureInfo.InvariantCulture) / 1024;

    /// <summary>Waits until it has reconciled so often, has nothing left to do and has called nobody for 5 s.</summary>
    /// <returns>Its metrics then.</returns>
    /// <exception cref="TimeoutException">It does not come to rest in 20 minutes.</exception>
    public async Task<Samples> SettledAsync(int reconciles)
    {
        var started = Stopwatch.GetTimestamp();
        var lastChange = started;
        var calls = -1L;
        while (Stopwatch.GetElapsedTime(started) < Patience)
        {
            await Task.Delay(200);
            var now = await ReadAsync();
            if (now is null || now.Sum("controller_runtime_reconcile_total") < reconciles || now.Sum("workqueue_depth") > 0 || Calls.Of(now).All != calls)
            {
                calls = now is null ? -1 : Calls.Of(now).All;
                lastChange = Stopwatch.GetTimestamp();
            }
            else if (Stopwatch.GetElapsedTime(lastChange) > Quiet)
            {
                return now;
            }
        }

        throw new TimeoutException($"The operator has not come to rest in {Patience.TotalMinutes} minutes.");
    }

    /// <summary>Its metrics; null while it does not serve them yet.</summary>
    /// <exception cref="InvalidOperationException">It has ended.</exception>
    public async Task<Samples?> ReadAsync()
    {
        try
        {
            return new Samples(await _http.GetStringAsync("/metrics"));
        }
        catch (HttpRequestException e)
        {
            return _process.HasExited ? throw new InvalidOperationException($"inference-operator ended with {_process.ExitCode}.", e) : null;
        }
    }

    /// <summary>Ends it without warning.</summary>
    public void Stop()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    public void Dispose()
    {
        Stop();
        _process.Dispose();
        _http.Dispose();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
