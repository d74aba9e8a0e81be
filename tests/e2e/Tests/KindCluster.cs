namespace InferencePlatform.EndToEnd.Tests;

/// <summary>A cluster of kind's that is made for the tests and deleted after them.</summary>
internal sealed class KindCluster : IAsyncDisposable
{
    private const string Name = "inference-e2e";

    private KindCluster()
    {
    }

    /// <summary>A sentence where none can be made here.</summary>
    public static string? WhyNot() => Programs.Find("kind") is null || Programs.Find("docker") is null
        ? "There is no cluster: name a context by E2E_CLUSTER, or have kind and docker on the path."
        : null;

    /// <param name="kubeconfig">The file to write, so that the user's own stays as it is.</param>
    /// <exception cref="InvalidOperationException">There is one of this name already, which is not ours to delete.</exception>
    public static async Task<KindCluster> CreateAsync(string kubeconfig)
    {
        var existing = (await Programs.RunAsync("kind", "get", "clusters")).Split('\n');
        if (existing.Contains(Name))
        {
            throw new InvalidOperationException($"kind has a cluster {Name} already. Use it with E2E_CLUSTER=kind-{Name}, or delete it: kind delete cluster --name {Name}");
        }

        string[] image = Environment.GetEnvironmentVariable("KIND_NODE_IMAGE") is { Length: > 0 } node ? ["--image", node] : [];
        await Programs.RunAsync("kind", ["create", "cluster", "--name", Name, "--kubeconfig", kubeconfig, "--wait", "120s", .. image]);
        return new();
    }

    public static Task LoadAsync(string archive) => Programs.RunAsync("kind", "load", "image-archive", archive, "--name", Name);

    public async ValueTask DisposeAsync() => await Programs.RunAsync("kind", "delete", "cluster", "--name", Name);
}
