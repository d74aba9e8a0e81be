using System.Diagnostics;

namespace InferencePlatform.Service.Tests.Telemetry.Rig;

/// <summary>Prometheus's checker, from Debian's package, unpacked into this checkout.</summary>
internal static class Promtool
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private static string Runner => Path.Combine(TestFiles.Root, ".tools", "prometheus", "run");

    /// <summary>Brings the checker; the test is skipped where it cannot be had.</summary>
    public static async Task RequireAsync()
    {
        var script = Path.Combine(TestFiles.Root, "build", "debian-tools.sh");
        Assert.SkipUnless(File.Exists(script), "promtool: build/debian-tools.sh is missing.");
        var (code, output) = await RunAsync(script, ["prometheus", "prometheus"], "");
        Assert.SkipWhen(code != 0, $"promtool: {output}");
    }

    /// <summary>All that <c>promtool check metrics</c> says.</summary>
    public static async Task<string> CheckMetricsAsync(string page) => (await RunAsync(Runner, ["promtool", "check", "metrics"], page)).Output;

    private static async Task<(int Code, string Output)> RunAsync(string program, string[] arguments, string input)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(Patience);
        var output = process.StandardOutput.ReadToEndAsync(patience.Token);
        var errors = process.StandardError.ReadToEndAsync(patience.Token);
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        try
        {
            await process.WaitForExitAsync(patience.Token);
            return (process.ExitCode, await output + await errors);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            return (-1, $"{Path.GetFileName(program)} took more than {Patience.TotalMinutes} minutes.");
        }
    }
}
