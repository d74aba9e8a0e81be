using InferencePlatform.Chart.Tests.Rendering;
using InferencePlatform.Kubernetes.Yaml;

namespace InferencePlatform.Chart.Tests.Servers;

/// <summary>
/// The operator's program as a case of the chart installs it: with the arguments of its Deployment, as its ServiceAccount,
/// with nothing but the roles of the chart.
/// </summary>
internal sealed class InstalledOperator : IAsyncDisposable
{
    private static readonly string[] Rights = ["ServiceAccount", "Role", "RoleBinding", "ClusterRole", "ClusterRoleBinding"];

    private readonly ToolProcess _process;
    private readonly string _kubeconfig;

    private InstalledOperator(ToolProcess process, string kubeconfig, ApiClient client)
    {
        _process = process;
        _kubeconfig = kubeconfig;
        Client = client;
    }

    /// <summary>The API as the operator's account sees it.</summary>
    public ApiClient Client { get; }

    /// <summary>What it logged.</summary>
    public string Log => _process.Errors;

    public static async Task<InstalledOperator> StartAsync(ApiServerUnderTest server, string @case)
    {
        var objects = KubernetesYaml.Read(await File.ReadAllTextAsync(ChartFolder.Expected(@case), TestContext.Current.CancellationToken));
        foreach (var o in objects.Where(o => Rights.Contains(o.Text("kind"))))
        {
            await server.ApplyAsync(o);
        }

        var pod = objects.Single(o => o.Text("kind") == "Deployment").At("spec.template.spec");
        var account = $"/api/v1/namespaces/{ChartFolder.Namespace}/serviceaccounts/{pod.Text("serviceAccountName")}";
        var token = (await server.Client.PostAsync($"{account}/token", Json.Of("""{"spec":{"expirationSeconds":3600}}"""))).Succeeded().Text("status.token")!;
        var kubeconfig = Path.GetTempFileName();
        await Kubeconfig.WriteAsync(kubeconfig, server.Url, server.CertificateAuthority, token);
        var arguments = pod.At("containers[0].args")!.AsArray().Select(a => (string)a!).Select(OnLoopback);
        return new(new ToolProcess(Programs.Operator, [.. arguments, "--kubeconfig", kubeconfig]), kubeconfig, new ApiClient(server.Url, server.CertificateAuthority, token));
    }

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        Client.Dispose();
        File.Delete(_kubeconfig);
    }

    private static string OnLoopback(string argument) => argument.StartsWith("--listen=", StringComparison.Ordinal) ? "--listen=127.0.0.1:0" : argument;
}
