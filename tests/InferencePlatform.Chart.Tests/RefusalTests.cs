using InferencePlatform.Chart.Tests.Rendering;

namespace InferencePlatform.Chart.Tests;

/// <summary>A chart that would not work, or not as was meant, does not render, and says what to change.</summary>
public sealed class RefusalTests
{
    public static TheoryData<string, string> Contradictions => new()
    {
        { "operator: { leaderElection: { enabled: false } }", "Enable it, or set operator.replicas to 1." },
        { "operator: { priorityClass: { create: true } }", "Set operator.priorityClass.name." },
        { "operator: { priorityClass: { create: true, name: high } }\nwatchNamespaces: [a]", "watchNamespaces keeps the release to namespaces" },
        { "serviceAccount: { create: false }", "Set serviceAccount.name to yours." },
        { "extraLabels: { app.kubernetes.io/name: mine }", "extraLabels has app.kubernetes.io/name, which is the chart's own." },
        { "metrics: { serviceMonitor: { enabled: true }, podMonitor: { enabled: true } }", "every pod would be scraped twice" },
        { "metrics: { tls: { enabled: true } }", "Set metrics.tls.secretName" },
        { "metrics: { tls: { clientCASecretName: scrapers } }", "Set metrics.tls.enabled." },
        { "metrics: { tls: { enabled: true, secretName: a, clientCASecretName: b }, serviceMonitor: { enabled: true } }", "Set metrics.tls.scraperSecretName." },
        { "metrics: { tls: { enabled: true, secretName: a, port: 8081 } }", "metrics.tls.port is that of metrics.port" },
        { "watchNamespaces: [a]\ntest: { namespace: b }", "test.namespace is b, which is not among watchNamespaces" },
    };

    public static TheoryData<string, string> Mistakes => new()
    {
        { "replicas: 2", "replicas" },
        { "operator: { replica: 2 }", "replica" },
        { "operator: { replicas: two }", "replicas" },
        { "operator: { replicas: 11 }", "replicas" },
        { "operator: { image: { digest: latest } }", "digest" },
        { "operator: { logging: { level: loud } }", "level" },
        { "operator: { concurrency: 0 }", "concurrency" },
        { "operator: { listenAddress: 127.0.0.1 }", "listenAddress" },
        { "operator: { env: [{ name: POD_NAMESPACE, value: other }] }", "env" },
        { "watchNamespaces: [a, a]", "watchNamespaces" },
        { "watchNamespaces: ['*']", "watchNamespaces" },
        { "watchNamespaces: a", "watchNamespaces" },
        { "networkPolicy: { apiServer: { ports: [] } }", "ports" },
        { "networkPolicy: { metricsFrom: [{ pods: {} }] }", "metricsFrom" },
        { "metrics: { port: 70000 }", "port" },
        { "imageRegistry: https://ghcr.io", "imageRegistry" },
        { "extraLabels: { team: 5 }", "team" },
    };

    [Theory]
    [MemberData(nameof(Contradictions))]
    public async Task Values_that_contradict_each_other_are_refused_with_what_to_do(string values, string message)
    {
        var errors = await RefusedAsync(values);
        Assert.Contains(message, errors, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Mistakes))]
    public async Task A_value_that_is_not_in_the_schema_is_refused_by_name(string values, string name)
    {
        var errors = await RefusedAsync(values);
        Assert.Contains("values don't meet the specifications of the schema", errors, StringComparison.Ordinal);
        Assert.Contains(name, errors.Split("chart(s):")[1], StringComparison.Ordinal);
    }

    private static async Task<string> RefusedAsync(string values)
    {
        var renderer = await Renderer.RequireAsync();
        using var file = new ValuesFile(values);
        var (code, output, errors) = await renderer.TryAsync(ChartFolder.Path, [file.Path]);
        Assert.NotEqual(0, code);
        Assert.DoesNotContain("kind:", output, StringComparison.Ordinal);
        return errors;
    }
}
