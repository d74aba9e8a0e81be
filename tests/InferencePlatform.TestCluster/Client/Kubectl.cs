using System.Collections.Concurrent;
using System.Diagnostics;
using InferencePlatform.TestCluster.Real;
using Xunit;

namespace InferencePlatform.TestCluster.Client;

/// <summary>
/// The kubectl that this machine has: <c>KUBECTL</c> names it, otherwise it is looked for beside the real Kubernetes and on
/// the path.
/// </summary>
/// <param name="kubeconfig">The file by which it finds the server.</param>
/// <param name="ns">The namespace that it works in.</param>
public sealed class Kubectl(string kubeconfig, string ns)
{
    private const int OldestMinor = 30;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private static readonly ConcurrentDictionary<string, int> Minors = new();

    /// <summary>The kubectl beside the real Kubernetes.</summary>
    public static string Beside { get; } = KubernetesBinaries.PathOf("kubectl");

    /// <summary>The first on the path; null where there is none.</summary>
    public static string? OnPath { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Select(folder => Path.Combine(folder, "kubectl")).FirstOrDefault(File.Exists);

    /// <summary>Which of them is run; null where there is none.</summary>
    public string? Program { get; init; } = new[] { Environment.GetEnvironmentVariable("KUBECTL"), Beside, OnPath }.FirstOrDefault(File.Exists);

    /// <summary>What <c>kubectl edit</c> runs on the file that it makes.</summary>
    public string Editor { get; init; } = "sed -i s/red/blue/";

    /// <summary>Why a program cannot be used here, or null where it can.</summary>
    public static string? WhyNot(string? program) =>
        !File.Exists(program) ? $"No kubectl {(program is null ? "on the path" : "at " + program)}."
        : Minors.GetOrAdd(program, MinorOf) is var minor && minor < OldestMinor ? $"The kubectl at {program} is 1.{minor}, and the cases are for 1.{OldestMinor} and later."
        : null;

    /// <summary>Runs it to its end; what it printed, after asserting that it succeeded.</summary>
    public Task<string> RunAsync(params string[] arguments) => FeedAsync("", arguments);

    /// <summary>The same, with a text as its standard input.</summary>
    public async Task<string> FeedAsync(string input, params string[] arguments)
    {
        var (code, output, errors) = await TryAsync(input, arguments);
        Assert.True(code == 0, $"kubectl {string.Join(' ', arguments)} ended with {code}: {errors}{output}");
        return output;
    }

    /// <summary>Runs it to its end: the exit code, what it printed, and what it said on standard error.</summary>
    public async Task<(int Code, string Output, string Errors)> TryAsync(string input, params string[] arguments)
    {
        using var process = Start(arguments);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            await process.StandardInput.WriteAsync(input);
            process.StandardInput.Close();
            await process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Patience);
            return (process.ExitCode, await output, await errors);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill();
            }
        }
    }

    /// <summary>Starts it and leaves it running; the caller reads what it prints and ends it.</summary>
    public Process Start(params IEnumerable<string> arguments)
    {
        Assert.SkipUnless(WhyNot(Program) is null, WhyNot(Program) ?? "");
        return Process.Start(new ProcessStartInfo(Program!, ["--namespace", ns, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["KUBECONFIG"] = kubeconfig, ["EDITOR"] = Editor, ["KUBECACHEDIR"] = $"{kubeconfig}.cache" },
        })!;
    }

    /// <summary>Of the version that it says it has; vendors put a plus sign after it.</summary>
    private static int MinorOf(string program)
    {
        using var process = Process.Start(new ProcessStartInfo(program, ["version", "--client", "--output=json"]) { RedirectStandardOutput = true })!;
        var version = System.Text.Json.Nodes.JsonNode.Parse(process.StandardOutput.ReadToEnd())!;
        return int.Parse(((string)version["clientVersion"]!["minor"]!).TrimEnd('+'), System.Globalization.CultureInfo.InvariantCulture);
    }
}
