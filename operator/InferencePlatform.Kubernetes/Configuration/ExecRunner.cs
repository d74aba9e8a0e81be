using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json.Nodes;

namespace InferencePlatform.Kubernetes.Configuration;

/// <summary>Runs a credential plugin once.</summary>
internal static class ExecRunner
{
    private const int MaxOutput = 1 << 20;
    private const int MaxShownError = 2000;

    /// <summary>How long a program that asks nobody may take.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>How long one may take whose user is asked.</summary>
    internal static readonly TimeSpan PatienceWithUser = TimeSpan.FromMinutes(10);

    public static async Task<ExecCredential> RunAsync(ExecPlugin plugin, TimeProvider time, CancellationToken cancellationToken)
    {
        var interactive = plugin.InteractiveMode != "Never" && !Console.IsInputRedirected;
        if (plugin.InteractiveMode == "Always" && !interactive)
        {
            throw new KubeConfigException($"The credential plugin {plugin.Command} wants to ask the user, and there is no terminal. Use one whose interactiveMode is not Always.");
        }

        using var patience = new CancellationTokenSource(interactive ? PatienceWithUser : Patience, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        using var process = Start(plugin, interactive);
        try
        {
            if (!interactive)
            {
                process.StandardInput.Close();
            }

            var errors = interactive ? Task.FromResult("") : ReadAsync(process.StandardError, both.Token);
            var output = await ReadAsync(process.StandardOutput, both.Token);
            await process.WaitForExitAsync(both.Token);
            return process.ExitCode == 0
                ? ExecCredential.Parse(plugin, output)
                : throw new KubeConfigException($"The credential plugin {plugin.Command} ended with {process.ExitCode}: {Shown(await errors)}");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new KubeConfigException($"The credential plugin {plugin.Command} did not end in time.");
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    private static Process Start(ExecPlugin plugin, bool interactive)
    {
        var start = new ProcessStartInfo(plugin.Command, plugin.Arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardInput = !interactive,
            RedirectStandardError = !interactive,
        };
        foreach (var (name, value) in plugin.Environment)
        {
            start.Environment[name] = value;
        }

        var spec = new JsonObject { ["interactive"] = interactive };
        if (plugin.Cluster is { } cluster)
        {
            spec["cluster"] = cluster.DeepClone();
        }

        start.Environment["KUBERNETES_EXEC_INFO"] =
            new JsonObject { ["kind"] = "ExecCredential", ["apiVersion"] = plugin.ApiVersion, ["spec"] = spec }.ToJsonString();
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            throw new KubeConfigException($"The credential plugin {plugin.Command} cannot be run: {e.Message}. {plugin.InstallHint}".TrimEnd(), e);
        }
    }

    /// <summary>All text up to a limit; what is over it ends the program with its pipe.</summary>
    private static async Task<string> ReadAsync(StreamReader from, CancellationToken cancellationToken)
    {
        var buffer = new char[4096];
        var text = new System.Text.StringBuilder();
        int read;
        while (text.Length < MaxOutput && (read = await from.ReadAsync(buffer, cancellationToken)) > 0)
        {
            text.Append(buffer, 0, read);
        }

        return text.ToString();
    }

    private static string Shown(string errors) => errors.Length > MaxShownError ? errors[^MaxShownError..] : errors.TrimEnd();
}
