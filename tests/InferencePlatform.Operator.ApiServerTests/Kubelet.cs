using System.Text.Json.Nodes;

namespace InferencePlatform.Operator.ApiServerTests;

/// <summary>Plays the node that runs a namespace's pods: says of them what a kubelet would, and runs nothing.</summary>
internal sealed class Kubelet(TestNamespace ns)
{
    private const string Node = "node1";
    private static int _addresses;

    private ResourceClient Pods => ns.Core("pods");

    /// <summary>The pods that are not ending.</summary>
    public async Task<IReadOnlyList<JsonNode>> PodsAsync() =>
        [.. (await Pods.ListAsync()).Succeeded().Items().Where(pod => pod.Text("metadata.deletionTimestamp") is null)];

    /// <summary>Has every pod that is not ready run and be ready.</summary>
    public async Task RunAllAsync()
    {
        foreach (var pod in (await PodsAsync()).Where(pod => pod.Text("spec.nodeName") is null))
        {
            await RunAsync(pod.Name());
        }
    }

    /// <summary>Has a pod run and be ready.</summary>
    public async Task RunAsync(string pod)
    {
        await BindAsync(pod);
        await SayAsync(pod, $$"""
            {"phase":"Running","podIP":"{{NextAddress()}}","conditions":[{"type":"PodScheduled","status":"True"},{"type":"ContainersReady","status":"True"},{"type":"Ready","status":"True"}],
             "containerStatuses":[{"name":"server","image":"server:1","imageID":"","ready":true,"started":true,"restartCount":0,"state":{"running":{} } }]}
            """);
    }

    /// <summary>Has a pod wait for what does not come.</summary>
    public async Task FailAsync(string pod, string reason, string message)
    {
        await BindAsync(pod);
        await SayAsync(pod, $$$"""
            {"phase":"Pending","conditions":[{"type":"PodScheduled","status":"True"},{"type":"Ready","status":"False"}],
             "containerStatuses":[{"name":"server","image":"server:1","imageID":"","ready":false,"restartCount":0,"state":{"waiting":{"reason":"{{{reason}}}","message":"{{{message}}}"} } }]}
            """);
    }

    /// <summary>Says of every pod that is being deleted that it has ended.</summary>
    public async Task EndDeletedAsync()
    {
        foreach (var pod in (await Pods.ListAsync()).Succeeded().Items().Where(pod => pod.Text("metadata.deletionTimestamp") is not null))
        {
            await Pods.DeleteAsync(pod.Name(), """{"gracePeriodSeconds":0}""");
        }
    }

    private async Task BindAsync(string pod)
    {
        await ns.Server.Client.PostAsync("/api/v1/nodes", Json.Of($$$"""{"metadata":{"name":"{{{Node}}}"}}"""));
        await ns.Server.Client.PostAsync(Pods.PathOf(pod, "binding"), Json.Of($$$"""{"metadata":{"name":"{{{pod}}}"},"target":{"kind":"Node","name":"{{{Node}}}"}}"""));
    }

    private async Task SayAsync(string pod, string status) =>
        (await Pods.PatchAsync(pod, PatchType.Strategic, $$"""{"status":{{status}}}""", "status")).Succeeded();

    /// <summary>
    /// Addresses at which nobody can be reached, by no packet: TCP to a multicast address is refused by the kernel. The API
    /// takes no loopback address for an endpoint.
    /// </summary>
    private static string NextAddress() => $"239.66.{Interlocked.Increment(ref _addresses) / 250}.{(_addresses % 250) + 1}";
}
