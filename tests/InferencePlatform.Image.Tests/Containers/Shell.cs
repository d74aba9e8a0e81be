using System.Diagnostics;
using InferencePlatform.Testing;

namespace InferencePlatform.Image.Tests.Containers;

/// <summary>Runs programs of the build to their end.</summary>
internal static class Shell
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(9);

    /// <summary>What it printed; a failed test where it failed.</summary>
    /// <param name="program">A program on the path, or a script of the repository by its path in it.</param>
    /// <param name="arguments">What it is told.</param>
    public static async Task<string> RunAsync(string program, params IEnumerable<string> arguments)
    {
        var (code, output, errors) = await TryAsync(program, arguments);
        Assert.True(code == 0, $"{program} {string.Join(' ', arguments)} ended with {code}: {errors}");
        return output.Trim();
    }

    public static async Task<(int Code, string Output, string Errors)> TryAsync(string program, params IEnumerable<string> arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program.Contains('/', StringComparison.Ordinal) ? Path.Combine(Repository.Root, program) : program, arguments)
        {
            WorkingDirectory = Repository.Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                // A build's servers outlive it and would hold its output open, whose end is waited for.
                ["MSBUILDDISABLENODEREUSE"] = "1",
                ["UseSharedCompilation"] = "false",
            },
        })!;
        try
        {
            var output = process.StandardOutput.ReadToEndAsync();
            var errors = process.StandardError.ReadToEndAsync();
            await process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Patience);
            return (process.ExitCode, await output.WaitAsync(Patience), await errors.WaitAsync(Patience));
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }
}
