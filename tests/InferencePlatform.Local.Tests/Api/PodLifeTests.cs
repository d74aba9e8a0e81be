using System.Net;
using System.Text;
using InferencePlatform.Kubernetes;
using InferencePlatform.Kubernetes.Client;
using InferencePlatform.Kubernetes.Models;
using InferencePlatform.Local.Api;

namespace InferencePlatform.Local.Tests.Api;

/// <summary>What the process runtime relies on: pods that wait for it to end them, and the way to their logs.</summary>
public sealed class PodLifeTests : EmbeddedServerTest
{
    private static readonly ResourceType Pods = ResourceType.Of<Pod>();

    private static readonly Pod Sample = new()
    {
        Metadata = new ObjectMeta { Name = "a", Namespace = "default" },
        Spec = new PodSpec { NodeName = "local", TerminationGracePeriodSeconds = 20, Containers = [new Container { Name = "server", Image = "x:1" }] },
    };

    [Fact]
    public async Task A_pod_on_a_node_is_marked_and_goes_when_the_runtime_confirms()
    {
        var client = ClientOf(await StartAsync(new()));
        var key = ObjectKey.Of(await client.CreateAsync(Sample, Cancelled));

        await client.DeleteAsync<Pod>(key, DeleteOptions.Plain, Cancelled);
        var marked = await client.GetAsync<Pod>(key, Cancelled);
        await client.DeleteAsync<Pod>(key, new DeleteOptions { GracePeriodSeconds = 0, Uid = marked.Metadata.Uid }, Cancelled);

        Assert.NotNull(marked.Metadata.DeletionTimestamp);
        Assert.Equal(20, marked.Metadata.DeletionGracePeriodSeconds);
        Assert.True((await Assert.ThrowsAsync<ApiException>(() => client.GetAsync<Pod>(key, Cancelled))).IsNotFound);
    }

    [Fact]
    public async Task A_pod_that_no_node_has_goes_at_once()
    {
        var client = ClientOf(await StartAsync(new()));
        var key = ObjectKey.Of(await client.CreateAsync(Sample with { Spec = Sample.Spec with { NodeName = null } }, Cancelled));

        await client.DeleteAsync<Pod>(key, DeleteOptions.Plain, Cancelled);

        Assert.True((await Assert.ThrowsAsync<ApiException>(() => client.GetAsync<Pod>(key, Cancelled))).IsNotFound);
    }

    [Fact]
    public async Task A_deleted_namespace_waits_for_its_pods_and_takes_nothing_new()
    {
        var client = ClientOf(await StartAsync(new()));
        await client.CreateAsync(new Namespace { Metadata = new ObjectMeta { Name = "work" } }, Cancelled);
        var pod = await client.CreateAsync(Sample with { Metadata = Sample.Metadata with { Namespace = "work" } }, Cancelled);
        await client.CreateAsync(new ConfigMap { Metadata = new ObjectMeta { Name = "m", Namespace = "work" } }, Cancelled);
        var ns = new ObjectKey(null, "work");

        await client.DeleteAsync<Namespace>(ns, DeleteOptions.Plain, Cancelled);

        Assert.Equal("Terminating", (await client.GetAsync<Namespace>(ns, Cancelled)).Status?.Phase);
        Assert.Empty((await client.ListAsync<ConfigMap>(ResourceType.Of<ConfigMap>(), "work", ListOptions.All, Cancelled)).Items);
        var refused = await Assert.ThrowsAsync<ApiException>(() => client.CreateAsync(new ConfigMap { Metadata = new ObjectMeta { Name = "n", Namespace = "work" } }, Cancelled));
        Assert.Contains("because it is being terminated", refused.Message, StringComparison.Ordinal);

        await client.DeleteAsync<Pod>(ObjectKey.Of(pod), new DeleteOptions { GracePeriodSeconds = 0 }, Cancelled);
        Assert.True((await Assert.ThrowsAsync<ApiException>(() => client.GetAsync<Namespace>(ns, Cancelled))).IsNotFound);
    }

    [Fact]
    public async Task Pods_are_selected_by_node_and_phase()
    {
        var client = ClientOf(await StartAsync(new()));
        await client.CreateAsync(Sample, Cancelled);
        await client.CreateAsync(Sample with { Metadata = Sample.Metadata with { Name = "b" }, Spec = Sample.Spec with { NodeName = null } }, Cancelled);

        var here = await client.ListAsync<Pod>(Pods, null, new ListOptions { FieldSelector = "spec.nodeName=local,status.phase=Pending" }, Cancelled);

        Assert.Equal("a", Assert.Single(here.Items).Metadata.Name);
    }

    [Fact]
    public async Task Logs_come_from_the_runtime_with_what_was_asked_for()
    {
        var logs = new RecordedLogs();
        var client = ClientOf(await StartAsync(new() { PodLogs = logs }));
        await client.CreateAsync(Sample, Cancelled);

        using var answer = await client.GetRawAsync("/api/v1/namespaces/default/pods/a/log?tailLines=5&timestamps=true&previous=true", Cancelled);

        Assert.Equal("hello\n", await answer.Content.ReadAsStringAsync(Cancelled));
        Assert.Equal(new PodLogOptions { Container = "server", TailLines = 5, Timestamps = true, Previous = true }, logs.Asked);
        Assert.Equal(HttpStatusCode.BadRequest, (await Assert.ThrowsAsync<ApiException>(() => client.GetRawAsync("/api/v1/namespaces/default/pods/a/log?container=other", Cancelled))).StatusCode);
    }

    [Theory]
    [InlineData("insecureSkipTLSVerifyBackend=true", HttpStatusCode.BadRequest, "have no option 'insecureSkipTLSVerifyBackend'")]
    [InlineData("tailLines=some", HttpStatusCode.BadRequest, "tailLines must be a whole number")]
    [InlineData("tailLines=-1", HttpStatusCode.UnprocessableEntity, "tailLines: Invalid value: -1")]
    [InlineData("sinceSeconds=0", HttpStatusCode.UnprocessableEntity, "sinceSeconds: Invalid value: 0")]
    [InlineData("limitBytes=0", HttpStatusCode.UnprocessableEntity, "limitBytes: Invalid value: 0")]
    [InlineData("sinceTime=yesterday", HttpStatusCode.UnprocessableEntity, "sinceTime: Invalid value")]
    [InlineData("sinceTime=2026-01-01T00:00:00Z&sinceSeconds=5", HttpStatusCode.UnprocessableEntity, "at most one of")]
    public async Task Options_of_logs_that_cannot_be_served_or_meant_are_refused_by_name(string query, HttpStatusCode code, string words)
    {
        var client = ClientOf(await StartAsync(new() { PodLogs = new RecordedLogs() }));
        await client.CreateAsync(Sample, Cancelled);

        var refused = await Assert.ThrowsAsync<ApiException>(() => client.GetRawAsync("/api/v1/namespaces/default/pods/a/log?" + query, Cancelled));

        Assert.Equal(code, refused.StatusCode);
        Assert.Contains(words, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_Service_may_ask_for_an_address_and_gets_it_once()
    {
        var client = ClientOf(await StartAsync(new()));
        var service = new Service
        {
            Metadata = new ObjectMeta { Name = "a", Namespace = "default", Annotations = new Dictionary<string, string> { [LoopbackServiceAddresses.Annotation] = "127.0.0.1" } },
            Spec = new ServiceSpec { Ports = [new ServicePort { Port = 80 }] },
        };

        var fixedOne = await client.CreateAsync(service, Cancelled);
        var refused = await Assert.ThrowsAsync<ApiException>(() => client.CreateAsync(service with { Metadata = service.Metadata with { Name = "b" } }, Cancelled));
        var any = await client.CreateAsync(service with { Metadata = new ObjectMeta { Name = "c", Namespace = "default" } }, Cancelled);

        Assert.Equal("127.0.0.1", fixedOne.Spec.ClusterIP);
        Assert.Contains("provided IP is already allocated", refused.Message, StringComparison.Ordinal);
        Assert.StartsWith("127.96.", any.Spec.ClusterIP, StringComparison.Ordinal);
    }

    private sealed class RecordedLogs : IPodLogs
    {
        public PodLogOptions? Asked { get; private set; }

        public async Task StreamAsync(ObjectKey pod, PodLogOptions options, Stream to, CancellationToken cancellationToken)
        {
            Asked = options;
            await to.WriteAsync(Encoding.UTF8.GetBytes("hello\n"), cancellationToken);
        }
    }
}
