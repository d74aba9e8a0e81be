namespace InferencePlatform.EndToEnd.Tests;

/// <summary>Brings the platform into a cluster and takes it away, as its documents tell users to.</summary>
internal static class Installation
{
    public const string Namespace = "inference-system";
    public const string Operator = "deployment/inference-operator";

    private const string Definition = "customresourcedefinition/inferencemodels.inferenceplatform.io";

    private static readonly string Manifest = Path.Combine(Testing.Repository.Root, "manifests/install.yaml");

    public static async Task InstallAsync(EndToEndCluster cluster)
    {
        var kubectl = cluster.In(Namespace);
        await kubectl.RunAsync("apply", "--server-side", "--force-conflicts", "--filename", Manifest);
        await kubectl.RunAsync("wait", Definition, "--for=condition=Established", "--timeout=30s");
        await kubectl.RunAsync("rollout", "status", Operator, "--timeout=80s");
    }

    /// <summary>All but the definition of the resource, with which every model would go.</summary>
    public static async Task UninstallAsync(EndToEndCluster cluster)
    {
        var kubectl = cluster.In(Namespace);
        await kubectl.FeedAsync(await WithoutDefinitionAsync(), "delete", "--timeout=80s", "--ignore-not-found", "--filename", "-");
    }

    private static async Task<string> WithoutDefinitionAsync() => string.Join("\n---\n",
        (await File.ReadAllTextAsync(Manifest)).Split("\n---\n").Where(document => !document.Contains("kind: CustomResourceDefinition", StringComparison.Ordinal)));
}
