using InferencePlatform.Kubernetes.Models;
using InferencePlatform.Local.Controllers.Endpoints;

namespace InferencePlatform.Local.Tests.Controllers;

public sealed class EndpointTests
{
    private static readonly Service Digits = new()
    {
        Metadata = new() { Name = "digits", Namespace = "vision", Uid = "service" },
        Spec = new()
        {
            Selector = new Dictionary<string, string> { ["app"] = "digits" },
            Ports = [new() { Name = "grpc", Port = 50051, TargetPort = "grpc" }, new() { Name = "http", Port = 80, TargetPort = 8080 }],
        },
    };

    [Theory]
    [InlineData(true, false, true, true, false)]
    [InlineData(true, true, false, true, true)]
    [InlineData(false, false, false, false, false)]
    [InlineData(false, true, false, false, true)]
    public void An_endpoint_is_ready_while_its_pod_is_and_nobody_deletes_it(bool podReady, bool deleting, bool ready, bool serving, bool terminating)
    {
        var slice = Assert.Single(EndpointSliceDecision.Decide(Digits, [Pod("a", "127.64.0.1", podReady, deleting)]));

        var conditions = Assert.Single(slice.Endpoints!).Conditions!;
        Assert.Equal((ready, serving, terminating), (conditions.Ready, conditions.Serving, conditions.Terminating));
    }

    [Fact]
    public void Named_ports_are_the_pods_and_pods_with_other_numbers_have_a_slice_of_their_own()
    {
        var slices = EndpointSliceDecision.Decide(Digits, [Pod("a", "127.64.0.1"), Pod("b", "127.64.0.2"), Pod("c", "127.64.0.3", port: 6000)]);

        Assert.Equal(["50051,8080: 127.64.0.1 127.64.0.2", "6000,8080: 127.64.0.3"], slices.Select(s =>
            $"{string.Join(',', s.Ports!.Select(p => p.Port))}: {string.Join(' ', s.Endpoints!.SelectMany(e => e.Addresses!))}"));
    }

    [Fact]
    public void Strangers_ended_pods_and_pods_without_an_address_are_left_out()
    {
        var stranger = Pod("a", "127.64.0.1") with { Metadata = new() { Name = "a" } };
        var ended = Pod("b", "127.64.0.2") with { Status = new() { Phase = "Failed", PodIP = "127.64.0.2" } };

        Assert.Empty(EndpointSliceDecision.Decide(Digits, [stranger, ended, Pod("c", null)]));
    }

    internal static Pod Pod(string name, string? ip, bool ready = true, bool deleting = false, int port = 50051) => new()
    {
        Metadata = new()
        {
            Name = name,
            Labels = new Dictionary<string, string> { ["app"] = "digits" },
            DeletionTimestamp = deleting ? Rollout.Start : null,
        },
        Spec = new() { Containers = [new() { Name = "server", Ports = [new() { Name = "grpc", Port = port }] }] },
        Status = new() { Phase = "Running", PodIP = ip, Conditions = [new() { Type = "Ready", Status = ready ? "True" : "False" }] },
    };
}
