using System.Text.Json.Nodes;
using InferencePlatform.Chart.Tests.Rendering;
using InferencePlatform.Kubernetes.Yaml;

namespace InferencePlatform.Chart.Tests.Servers;

/// <summary>An upgrade of the chart upgrades the definition, and leaves every model that lives patchable and deletable.</summary>
public sealed class UpgradeTests
{
    private const string Definitions = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
    private const string Models = "/apis/inferenceplatform.io/v1alpha1/namespaces/default/inferencemodels";
    private const string Definition = "inferencemodels.inferenceplatform.io";

    private static readonly string Releases = Path.Combine(ChartFolder.Tests, "Releases");

    /// <summary>The releases whose definition is kept, each upgraded as Helm 4 and kubectl do, and as Helm 3 does.</summary>
    public static TheoryData<string, bool> Upgrades => new(
        from release in Directory.GetDirectories(Releases)
        from serverSide in (bool[])[true, false]
        select (Path.GetFileName(release), serverSide));

    [Theory]
    [MemberData(nameof(Upgrades))]
    public async Task Every_model_of_an_older_chart_can_be_patched_and_deleted_after_the_upgrade(string release, bool serverSide)
    {
        var missing = ApiServers.WhyNot(ApiServerKind.Real);
        Assert.SkipUnless(missing is null, missing ?? "");
        await using var server = await ApiServers.StartAsync(ApiServerKind.Real);
        var definitions = new ResourceClient(server.Client, Definitions);
        var models = new ResourceClient(server.Client, Models);
        var (old, current) = (await ReadAsync(Path.Combine(Releases, release, "crd.yaml")), await ReadAsync(Path.Combine(ChartFolder.Path, "files/crds", $"{Definition}.yaml")));

        // The server came with today's definition.
        await definitions.DeleteAsync(Definition);
        await definitions.UntilGoneAsync(Definition);
        await InstallAsync(definitions, old, serverSide);
        var names = await CreateModelsAsync(models);
        Assert.True(names.Count > 20, "There are too few models to tell.");

        // A field that only the new definition has shows when it is in force.
        var upgraded = current.DeepClone().AsObject();
        upgraded["spec"]!["versions"]![0]!["additionalPrinterColumns"]!.AsArray().Add(Json.Of("""{"name":"Upgraded","type":"string","jsonPath":".metadata.name"}"""));
        await UpgradeAsync(definitions, old, upgraded, serverSide);
        await definitions.UntilAsync(Definition, d => d.At("spec.versions[0].additionalPrinterColumns")!.AsArray().Any(c => c.Text("name") == "Upgraded"), "upgraded");

        foreach (var name in names)
        {
            (await models.PatchAsync(name, PatchType.Merge, """{"metadata":{"labels":{"touched":"yes"}},"spec":{"paused":true}}""")).Succeeded();
            (await models.PatchAsync(name, PatchType.Merge, """{"status":{"replicas":1}}""", "status")).Succeeded();
            (await models.DeleteAsync(name)).Succeeded();
        }

        Assert.Empty((await models.ListAsync()).Succeeded()["items"]!.AsArray());
    }

    private static async Task<JsonObject> ReadAsync(string file) => KubernetesYaml.Read(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken))[0];

    private static async Task InstallAsync(ResourceClient definitions, JsonObject definition, bool serverSide)
    {
        var json = definition.ToJsonString();
        (serverSide ? await definitions.ApplyAsync(Definition, "helm", json) : await definitions.CreateAsync(json)).Succeeded();
        await definitions.UntilAsync(Definition, d => (d.At("status.conditions") as JsonArray)?.Any(c => c.Text("type") == "Established" && c.Text("status") == "True") == true, "established");
    }

    /// <summary>Helm 3 sends what differs of the old chart and the new as a merge patch; lists are replaced whole.</summary>
    private static async Task UpgradeAsync(ResourceClient definitions, JsonObject old, JsonObject current, bool serverSide) => (serverSide
        ? await definitions.ApplyAsync(Definition, "helm", current.ToJsonString())
        : await definitions.PatchAsync(Definition, PatchType.Merge, Difference(old, current).ToJsonString())).Succeeded();

    private static JsonObject Difference(JsonObject old, JsonObject current)
    {
        var patch = new JsonObject();
        foreach (var (key, _) in old.Where(o => !current.ContainsKey(o.Key)))
        {
            patch[key] = null;
        }

        foreach (var (key, value) in current.Where(c => !JsonNode.DeepEquals(old[c.Key], c.Value)))
        {
            patch[key] = old[key] is JsonObject before && value is JsonObject after ? Difference(before, after) : value!.DeepClone();
        }

        return patch;
    }

    /// <summary>One of every kind that the rendering cases have, and the samples.</summary>
    private static async Task<IReadOnlyList<string>> CreateModelsAsync(ResourceClient models)
    {
        var files = Directory.GetFiles(Path.Combine(Repository.Root, "tests/InferencePlatform.Operator.Tests/Rendering/Cases"), "input.yaml", SearchOption.AllDirectories)
            .Concat(Directory.GetFiles(Path.Combine(Repository.Root, "manifests/samples")));
        var names = new List<string>();
        foreach (var file in files.Order(StringComparer.Ordinal))
        {
            var model = KubernetesYaml.Read(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken)).Single(o => o.Text("kind") == "InferenceModel");
            var name = $"model-{names.Count}";
            model["metadata"] = Json.Of($$$"""{"name":"{{{name}}}"}""");
            var created = await models.CreateAsync(model.ToJsonString());
            if ((int)created.Code == 422)
            {
                // A case of a field that is newer than that release.
                continue;
            }

            created.Succeeded();
            names.Add(name);
        }

        return names;
    }
}
