using System.Diagnostics;

namespace InferencePlatform.Testing;

/// <summary>Prometheus and its checker, from Debian's package, unpacked into this checkout.</summary>
internal static class Promtool
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Runs the program that is its first argument.</summary>
    public static string Runner => Path.Combine(Repository.Root, ".tools", "prometheus", "run");

    /// <summary>Brings the package; the test is skipped where it cannot be had.</summary>
    public static async Task RequireAsync()
    {
        var script = Path.Combine(Repository.Root, "build", "debian-tools.sh");
        Assert.SkipUnless(File.Exists(script), "promtool: build/debian-tools.sh is missing.");
        var (code, output) = await RunAsync(script, ["prometheus", "prometheus"], "");
        Assert.SkipWhen(code != 0, $"promtool: {output}");
    }

    /// <summary>All that <c>promtool check metrics</c> says.</summary>
    public static async Task<string> CheckMetricsAsync(string page) => (await RunAsync(Runner, ["promtool", "check", "metrics"], page)).Output;

    /// <summary>Runs promtool; its exit code and all it says.</summary>
    public static Task<(int Code, string Output)> RunAsync(params string[] arguments) => RunAsync(Runner, ["promtool", .. arguments], "");

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
