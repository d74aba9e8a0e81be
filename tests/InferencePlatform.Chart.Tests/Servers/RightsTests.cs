using System.Net;
using System.Text.Json.Nodes;

namespace InferencePlatform.Chart.Tests.Servers;

/// <summary>The roles of the chart are enough for the operator's work and for nothing else.</summary>
public sealed class RightsTests : IAsyncLifetime
{
    private ApiServerUnderTest? _server;

    private ApiServerUnderTest Server => _server!;

    public async ValueTask InitializeAsync()
    {
        // A server of its own each, as rights for the whole cluster would cover up missing ones of the other case.
        if (ApiServers.WhyNot(ApiServerKind.Real) is null)
        {
            _server = await ApiServers.StartAsync(ApiServerKind.Real);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }

    [Theory]
    [InlineData("default", "anywhere")]
    [InlineData("namespaces", "vision")]
    public async Task The_operator_serves_a_model_with_them_and_is_forbidden_nothing(string @case, string ns)
    {
        RequireServer();
        var models = await NamespaceAsync(ns);
        await NamespaceAsync("speech");
        await using var op = await InstalledOperator.StartAsync(Server, @case);

        await ApplyAsync(models, 2);
        await models.UntilAsync("digits", m => Reason(m) == "Starting", "starting");
        await new ResourceClient(Server.Client, $"/apis/apps/v1/namespaces/{ns}/deployments").UntilAsync("digits", d => d.Text("spec.replicas") == "2", "of two replicas");
        var budgets = new ResourceClient(Server.Client, $"/apis/policy/v1/namespaces/{ns}/poddisruptionbudgets");
        await budgets.UntilAsync("digits", _ => true, "there");
        await ApplyAsync(models, 1);
        await models.UntilAsync("digits", m => m.Text("status.serving") == "0/1", "of one replica");
        await budgets.UntilGoneAsync("digits");
        var events = new ResourceClient(Server.Client, $"/apis/events.k8s.io/v1/namespaces/{ns}/events");
        using (var watch = await events.WatchAsync())
        {
            Assert.NotNull(await watch.NextAsync());
        }

        Assert.Equal("inference-operator", (await Server.Client.GetAsync("/apis/coordination.k8s.io/v1/namespaces/inference-system/leases/inference-operator")).Succeeded().Name());
        Assert.DoesNotContain("forbidden", op.Log, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("default", "anywhere")]
    [InlineData("namespaces", "vision")]
    public async Task The_account_may_not_read_secrets_nor_raise_itself_nor_change_models(string @case, string ns)
    {
        RequireServer();
        await NamespaceAsync(ns);
        await NamespaceAsync("speech");
        await using var op = await InstalledOperator.StartAsync(Server, @case);

        Assert.True(await MayAsync(op, ns, "list", "", "pods"));
        (string Verb, string Group, string Resource)[] forbidden =
        [
            ("get", "", "secrets"), ("list", "", "secrets"), ("get", "", "configmaps"), ("create", "", "pods"), ("create", "", "pods/exec"), ("get", "", "pods/log"),
            ("create", "", "serviceaccounts/token"), ("delete", "", "serviceaccounts"), ("delete", "", "services"), ("delete", "apps", "deployments"),
            ("create", "inferenceplatform.io", "inferencemodels"), ("patch", "inferenceplatform.io", "inferencemodels"), ("delete", "inferenceplatform.io", "inferencemodels"),
            ("create", "rbac.authorization.k8s.io", "roles"), ("create", "rbac.authorization.k8s.io", "rolebindings"), ("bind", "rbac.authorization.k8s.io", "clusterroles"),
            ("impersonate", "", "users"), ("list", "", "nodes"), ("list", "", "namespaces"), ("get", "coordination.k8s.io", "leases"),
        ];
        foreach (var (verb, group, resource) in forbidden)
        {
            Assert.False(await MayAsync(op, ns, verb, group, resource), $"{verb} {resource}");
        }

        Assert.Equal(HttpStatusCode.Forbidden, (await op.Client.GetAsync($"/api/v1/namespaces/{ns}/secrets")).Code);
        Assert.Equal(@case == "default", await MayAsync(op, "elsewhere", "list", "inferenceplatform.io", "inferencemodels"));
        Assert.Equal(@case == "default", (await op.Client.GetAsync("/apis/inferenceplatform.io/v1alpha1/inferencemodels")).Code == HttpStatusCode.OK);
    }

    private static void RequireServer()
    {
        var missing = ApiServers.WhyNot(ApiServerKind.Real);
        Assert.SkipUnless(missing is null, missing ?? "");
    }

    private static string? Reason(JsonNode model) =>
        (model.At("status.conditions") as JsonArray)?.FirstOrDefault(c => c.Text("type") == "Ready").Text("reason");

    private static Task<ApiResponse> ApplyAsync(ResourceClient models, int replicas) => models.ApplyAsync("digits", "user", $$$$"""
        {"apiVersion":"inferenceplatform.io/v1alpha1","kind":"InferenceModel","metadata":{"name":"digits"},
         "spec":{"replicas":{{{{replicas}}}},"model":{"uri":"configmap://digits/digits.onnx"}}}
        """);

    private static async Task<bool> MayAsync(InstalledOperator op, string ns, string verb, string group, string resource)
    {
        var (plural, subresource) = resource.Split('/') is [var p, var s] ? (p, s) : (resource, "");
        var review = Json.Of($$$$"""
            {"apiVersion":"authorization.k8s.io/v1","kind":"SelfSubjectAccessReview",
             "spec":{"resourceAttributes":{"namespace":"{{{{ns}}}}","verb":"{{{{verb}}}}","group":"{{{{group}}}}","resource":"{{{{plural}}}}","subresource":"{{{{subresource}}}}"}}}
            """);
        return (await op.Client.PostAsync("/apis/authorization.k8s.io/v1/selfsubjectaccessreviews", review)).Succeeded().Text("status.allowed") == "true";
    }

    private async Task<ResourceClient> NamespaceAsync(string name)
    {
        await Server.RequireNamespaceAsync(name);
        return new ResourceClient(Server.Client, $"/apis/inferenceplatform.io/v1alpha1/namespaces/{name}/inferencemodels");
    }
}
