namespace InferencePlatform.Kubernetes.Configuration;

/// <summary>Finds the cluster to talk to, in the places where kubectl looks.</summary>
public static class KubeConfig
{
    /// <summary>
    /// Reads <paramref name="path"/>; without it the files that <c>KUBECONFIG</c> names; without that
    /// <c>~/.kube/config</c>; and where there is none of these, what a pod is given by its service account.
    /// </summary>
    /// <param name="path">A kubeconfig file; null to look for one.</param>
    /// <param name="context">The context in it; null for its current one.</param>
    /// <exception cref="KubeConfigException">There is none, or it cannot be used; the message names file, context and field.</exception>
    public static ClusterConfiguration Load(string? path = null, string? context = null) =>
        Load(path, context, Environment.GetEnvironmentVariable, InCluster.ServiceAccountFolder, TimeProvider.System);

    internal static ClusterConfiguration Load(string? path, string? context, Func<string, string?> environment, string serviceAccountFolder, TimeProvider time)
    {
        var files = Files(path, environment);
        if (files.Count > 0)
        {
            return new KubeConfigContext(KubeConfigEntries.Read(files), context, time).Resolve();
        }

        return InCluster.Load(environment, serviceAccountFolder, time) ?? throw new KubeConfigException(
            "There is no cluster to talk to: no kubeconfig was named, KUBECONFIG names no file that exists, there is no ~/.kube/config, and this is not a pod. Set KUBECONFIG or name a file.");
    }

    private static IReadOnlyList<string> Files(string? path, Func<string, string?> environment)
    {
        if (path is not null)
        {
            return [path];
        }

        if (environment("KUBECONFIG") is { Length: > 0 } list)
        {
            // Files in the list that do not exist are passed over, as kubectl does.
            return [.. list.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal).Where(File.Exists)];
        }

        return environment("HOME") is { Length: > 0 } home && Path.Combine(home, ".kube", "config") is var file && File.Exists(file) ? [file] : [];
    }
}
