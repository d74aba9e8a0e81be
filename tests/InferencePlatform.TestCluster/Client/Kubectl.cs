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

    /// <summary>Of the version that it says it has; vendors put a plus sign after it.</summary>
    private static readonly Lazy<int> Minor = new(() =>
    {
        using var process = Process.Start(new ProcessStartInfo(Program!, ["version", "--client", "--output=json"]) { RedirectStandardOutput = true })!;
        var version = System.Text.Json.Nodes.JsonNode.Parse(process.StandardOutput.ReadToEnd())!;
        return int.Parse(((string)version["clientVersion"]!["minor"]!).TrimEnd('+'), System.Globalization.CultureInfo.InvariantCulture);
    });

    private static string? Program { get; } = new[] { Environment.GetEnvironmentVariable("KUBECTL"), KubernetesBinaries.PathOf("kubectl") }
        .Concat((Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Select(folder => Path.Combine(folder, "kubectl")))
        .FirstOrDefault(File.Exists);

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
        Assert.SkipUnless(Program is not null, "No kubectl here: put one on the path, or name one by KUBECTL.");
        Assert.SkipUnless(Minor.Value >= OldestMinor, $"The kubectl here is 1.{Minor.Value}, and the cases are for 1.{OldestMinor} and later.");
        return Process.Start(new ProcessStartInfo(Program!, ["--namespace", ns, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["KUBECONFIG"] = kubeconfig, ["EDITOR"] = "sed -i s/red/blue/", ["KUBECACHEDIR"] = $"{kubeconfig}.cache" },
        })!;
    }
}
