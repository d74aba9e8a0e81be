namespace InferencePlatform.ApiServer.Tests.Writing;

/// <summary>Fields that the server fills in, so that what a controller reads back differs from what it wrote.</summary>
public sealed class DefaultingTests(ApiServers servers) : ApiServerCase(servers)
{
    [Theory, EachApiServer]
    public async Task A_Deployments_defaults_are_the_documented_ones(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);

        var created = (await ns.Deployments.CreateAsync(Sample.Deployment("a"))).Succeeded();

        Assert.Equal("RollingUpdate", created.Text("spec.strategy.type"));
        Assert.Equal("25%", created.Text("spec.strategy.rollingUpdate.maxSurge"));
        Assert.Equal("25%", created.Text("spec.strategy.rollingUpdate.maxUnavailable"));
        Assert.Equal("600", created.Text("spec.progressDeadlineSeconds"));
        Assert.Equal("10", created.Text("spec.revisionHistoryLimit"));
        Assert.Equal("Always", created.Text("spec.template.spec.restartPolicy"));
        Assert.Equal("30", created.Text("spec.template.spec.terminationGracePeriodSeconds"));
        Assert.Equal("IfNotPresent", created.Text("spec.template.spec.containers[0].imagePullPolicy"));
        Assert.Equal("/dev/termination-log", created.Text("spec.template.spec.containers[0].terminationMessagePath"));
        Assert.Equal("TCP", created.Text("spec.template.spec.containers[0].ports[0].protocol"));
    }

    [Theory, EachApiServer]
    public async Task A_Service_gets_an_address_and_a_target_port(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);

        var created = (await ns.Services.CreateAsync("""{"metadata":{"name":"a"},"spec":{"selector":{"app":"a"},"ports":[{"name":"grpc","port":50051}]}}""")).Succeeded();

        Assert.Equal("ClusterIP", created.Text("spec.type"));
        Assert.True(IPAddress.TryParse(created.Text("spec.clusterIP"), out _));
        Assert.Equal(created.Text("spec.clusterIP"), created.Text("spec.clusterIPs[0]"));
        Assert.Equal("50051", created.Text("spec.ports[0].targetPort"));
        Assert.Equal("TCP", created.Text("spec.ports[0].protocol"));
        Assert.Equal("None", created.Text("spec.sessionAffinity"));
    }

    [Theory, EachApiServer]
    public async Task A_headless_Service_stays_without_an_address(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);

        var created = (await ns.Services.CreateAsync("""{"metadata":{"name":"a"},"spec":{"clusterIP":"None","selector":{"app":"a"},"ports":[{"port":50051}]}}""")).Succeeded();

        Assert.Equal("None", created.Text("spec.clusterIP"));
    }

    [Theory, EachApiServer]
    public async Task A_custom_resources_defaults_come_from_its_schema(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);

        Assert.Equal("1", (await ns.Widgets.CreateAsync(Sample.Widget("a"))).Succeeded().Text("spec.replicas"));
        Assert.Equal("0", (await ns.Widgets.CreateAsync(Sample.Widget("b", """{"color":"red","replicas":0}"""))).Succeeded().Text("spec.replicas"));
    }
}
