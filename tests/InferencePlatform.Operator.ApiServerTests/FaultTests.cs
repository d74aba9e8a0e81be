namespace InferencePlatform.Operator.ApiServerTests;

/// <summary>API servers that fail.</summary>
public sealed class FaultTests(ApiServers servers) : OperatorCase(servers)
{
    private const int Models = 20;
    private const int Faults = 60;

    [Theory, EachApiServer]
    public async Task Through_errors_and_cut_connections_every_model_is_made_and_told_of(ApiServerKind kind)
    {
        await using var op = await StartAsync(kind);
        await op.Operator.DisposeAsync();
        await using var faulty = await FaultyApi.StartAsync(op.Namespace.Server, Faults, seed: 1);
        await using var through = new RunningOperator(op.Namespace, cluster: faulty.Cluster);

        await Task.WhenAll(Enumerable.Range(0, Models).Select(n => CreateAsync(op, $"m{n}")));
        for (var n = 0; n < Models; n++)
        {
            await op.Models.UntilAsync($"m{n}", model => OperatorNamespace.Condition(model, "Ready")?.Text("reason") == "Starting", "told of");
        }

        // A model is told of from what was seen and done so far; what a fault kept from being made follows.
        for (var n = 0; n < Models; n++)
        {
            await op.Deployments.UntilAsync($"m{n}", _ => true, "made");
            await op.Services.UntilAsync($"m{n}", _ => true, "made");
            await op.Services.UntilAsync($"m{n}-headless", _ => true, "made");
        }

        Assert.Equal(0, faulty.Left);
        Assert.Equal(Models, (await op.Deployments.ListAsync()).Succeeded().Items().Count());
        Assert.Equal(Models * 2, (await op.Services.ListAsync()).Succeeded().Items().Count());
        (await op.Models.DeleteAsync("m0")).Succeeded();
        await op.Deployments.UntilGoneAsync("m0");
    }

    [Theory, EachApiServer]
    [Trait("Tier", "full")]
    public async Task A_restart_of_the_API_server_is_survived_and_nothing_is_missed(ApiServerKind kind)
    {
        await using var server = await ApiServers.StartAsync(kind);
        var ns = await server.CreateNamespaceAsync();
        await using var op = new OperatorNamespace(ns);
        await op.ApplyAsync();
        await op.UntilAsync("Ready", "False", "Starting");
        var before = (await op.Deployments.GetAsync("digits")).Succeeded();

        await server.RestartAsync();
        (await op.Services.DeleteAsync("digits")).Succeeded();
        await CreateAsync(op, "other");

        await op.Services.UntilAsync("digits", _ => true, "made again");
        await op.Deployments.UntilAsync("other", _ => true, "made");
        Assert.Equal(before.ResourceVersion(), (await op.Deployments.GetAsync("digits")).Succeeded().ResourceVersion());
    }

    private static async Task CreateAsync(OperatorNamespace op, string name) => (await op.Models.CreateAsync($$$"""
        {"apiVersion":"inferenceplatform.io/v1alpha1","kind":"InferenceModel","metadata":{"name":"{{{name}}}"},"spec":{"model":{"uri":"configmap://digits/model.onnx"} } }
        """)).Succeeded();
}
