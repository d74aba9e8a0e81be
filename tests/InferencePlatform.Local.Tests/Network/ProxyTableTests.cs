using System.Net;
using InferencePlatform.Kubernetes.Models;
using InferencePlatform.Local.Controllers.Endpoints;
using InferencePlatform.Local.Network;
using InferencePlatform.Local.Tests.Controllers;

namespace InferencePlatform.Local.Tests.Network;

public sealed class ProxyTableTests
{
    [Fact]
    public void A_service_port_leads_to_the_ready_endpoints_of_its_name()
    {
        var service = Service("digits", "127.96.0.1");
        var slices = EndpointSliceDecision.Decide(
            service, [EndpointTests.Pod("a", "127.64.0.1"), EndpointTests.Pod("b", "127.64.0.2", ready: false), EndpointTests.Pod("c", "127.64.0.3", deleting: true)]);

        var entry = Assert.Single(ProxyTable.Decide([service], slices));

        Assert.Equal(IPEndPoint.Parse("127.96.0.1:50051"), entry.Address);
        Assert.Equal([IPEndPoint.Parse("127.64.0.1:50051")], entry.Backends);
    }

    [Fact]
    public void Headless_services_and_those_without_an_address_are_not_listened_for() =>
        Assert.Empty(ProxyTable.Decide([Service("a", "None"), Service("b", null)], []));

    [Fact]
    public void Of_two_services_at_one_address_the_older_has_it()
    {
        var younger = Service("younger", "127.0.0.1", age: 1);
        var older = Service("older", "127.0.0.1", age: 2);

        Assert.Equal("older", Assert.Single(ProxyTable.Decide([younger, older], [])).Service.Metadata.Name);
    }

    private static Service Service(string name, string? ip, int age = 0) => new()
    {
        Metadata = new() { Name = name, Namespace = "vision", Uid = name, CreationTimestamp = Rollout.Start - TimeSpan.FromDays(age) },
        Spec = new()
        {
            ClusterIP = ip,
            Selector = new Dictionary<string, string> { ["app"] = "digits" },
            Ports = [new() { Name = "grpc", Port = 50051, TargetPort = "grpc" }],
        },
    };
}
