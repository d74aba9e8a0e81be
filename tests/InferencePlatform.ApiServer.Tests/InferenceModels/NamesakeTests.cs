namespace InferencePlatform.ApiServer.Tests.InferenceModels;

/// <summary>Another API group has a kind of the same name, and a cluster may have both.</summary>
public sealed class NamesakeTests(ApiServers servers) : ApiServerCase(servers)
{
    [Theory, EachApiServer]
    public async Task Ours_is_reached_by_its_short_and_its_full_name(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);
        (await ns.InferenceModels.CreateAsync(Model.With("ours"))).Succeeded();
        (await ns.Of("inference.networking.x-k8s.io/v1alpha2", "inferencemodels").CreateAsync("""
            {"apiVersion":"inference.networking.x-k8s.io/v1alpha2","kind":"InferenceModel","metadata":{"name":"theirs"},"spec":{"modelName":"x"}}
            """)).Succeeded();

        foreach (var name in new[] { "imodel", "inferencemodels.inferenceplatform.io", "inferencemodels.v1alpha1.inferenceplatform.io" })
        {
            Assert.Equal("inferencemodel.inferenceplatform.io/ours\n", await ns.Kubectl.RunAsync("get", name, "-o", "name"));
        }

        Assert.Equal("inferencemodel.inference.networking.x-k8s.io/theirs\n", await ns.Kubectl.RunAsync("get", "inferencemodels.inference.networking.x-k8s.io", "-o", "name"));
    }

    [Theory, EachApiServer]
    public async Task Get_prints_the_columns_that_are_promised(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);
        (await ns.InferenceModels.CreateAsync(Model.With("ours"))).Succeeded();

        var narrow = (await ns.Kubectl.RunAsync("get", "imodel")).Split('\n')[0];
        var wide = (await ns.Kubectl.RunAsync("get", "imodel", "-o", "wide")).Split('\n')[0];

        Assert.Matches("^NAME +READY +REASON +MODEL VERSION +REPLICAS +ENDPOINT +AGE$", narrow);
        Assert.Matches("^NAME +READY +REASON +MODEL VERSION +REPLICAS +ENDPOINT +AGE +SHA256 +IMAGE$", wide);
    }
}
