using System.Text.Json.Nodes;
using InferencePlatform.Chart.Tests.Rendering;
using InferencePlatform.Kubernetes.Yaml;

[assembly: AssemblyFixture(typeof(ApiServers))]

namespace InferencePlatform.Chart.Tests.Servers;

/// <summary>
/// API servers would take every object that the chart becomes in any case, and every field of it, without a warning, in
/// namespaces under Pod Security <c>restricted</c>, which the real one enforces.
/// </summary>
public sealed class DryRunTests(ApiServers servers)
{
    private static readonly ILookup<string, JsonObject> Objects = ChartFolder.Cases
        .SelectMany(c => KubernetesYaml.Read(File.ReadAllText(ChartFolder.Expected(c))))
        .Select(WithDefinition)
        .ToLookup(o => o.Text("kind")!, StringComparer.Ordinal);

    public static TheoryData<ApiServerKind, string> Kinds => new(
        from server in Enum.GetValues<ApiServerKind>()
        from kind in Objects.Select(o => o.Key).Order(StringComparer.Ordinal)
        select (server, kind));

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_server_side_dry_run_accepts_every_object_of_a_kind(ApiServerKind kindOfServer, string kind)
    {
        var missing = ApiServers.WhyNot(kindOfServer);
        Assert.SkipUnless(missing is null, missing ?? "");
        var server = await servers.GetAsync(kindOfServer);
        foreach (var o in Objects[kind])
        {
            var collection = await server.CollectionOfAsync(o);
            Assert.SkipWhen(collection is null, $"The {kindOfServer} server has no {kind}.");
            if (o.Text("metadata.namespace") is { } ns)
            {
                await server.RequireNamespaceAsync(ns);
            }

            var answer = await collection!.ApplyAsync(o.Name(), "helm", o.ToJsonString(), force: true, query: "dryRun=All&fieldValidation=Strict");
            answer.Succeeded();
            Assert.Empty(answer.Warnings);
        }
    }

    /// <summary>Golden files have only the head of the definition.</summary>
    private static JsonObject WithDefinition(JsonObject o)
    {
        if (o.Text("kind") == "CustomResourceDefinition")
        {
            o["spec"] = KubernetesYaml.Read(ChartFolder.Read("files/crds/inferencemodels.inferenceplatform.io.yaml"))[0]["spec"]!.DeepClone();
        }

        return o;
    }
}
