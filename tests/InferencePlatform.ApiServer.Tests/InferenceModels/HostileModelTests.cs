namespace InferencePlatform.ApiServer.Tests.InferenceModels;

/// <summary>What a tenant who may only write InferenceModels cannot even store in one.</summary>
public sealed class HostileModelTests(ApiServers servers) : ApiServerCase(servers)
{
    /// <summary>Fields of pods with which a tenant would get at the host, at accounts or at Secrets.</summary>
    private static readonly string[] PodFields =
    [
        "\"hostNetwork\":true", "\"hostPID\":true", "\"serviceAccountName\":\"inference-operator\"", "\"automountServiceAccountToken\":true",
        "\"securityContext\":{\"privileged\":true}", "\"volumes\":[{\"name\":\"x\",\"hostPath\":{\"path\":\"/\"}}]", "\"initContainers\":[{\"name\":\"x\"}]",
        "\"command\":[\"sh\"]", "\"args\":[\"--repository=/\"]", "\"envFrom\":[{\"secretRef\":{\"name\":\"x\"}}]",
        "\"env\":[{\"name\":\"X\",\"value\":\"\",\"valueFrom\":{\"secretKeyRef\":{\"name\":\"x\",\"key\":\"k\"}}}]",
        "\"imagePullSecrets\":[{\"name\":\"x\",\"namespace\":\"kube-system\"}]",
        "\"serving\":{\"tls\":{\"secretName\":\"x\",\"namespace\":\"kube-system\"}}",
    ];

    [Theory, EachApiServer]
    public async Task Fields_of_pods_are_refused_where_the_client_asks_for_it_and_dropped_where_not(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);
        foreach (var field in PodFields)
        {
            var strict = await ns.InferenceModels.CreateAsync(Model.With("digits", $"{{{field}}}"), "fieldValidation=Strict&dryRun=All");
            Assert.True(strict.Code == HttpStatusCode.BadRequest && strict.Body.Contains("unknown field", StringComparison.Ordinal), $"{field}: {strict.Body}");

            var kept = (await ns.InferenceModels.CreateAsync(Model.With("digits", $"{{{field}}}"), "fieldValidation=Ignore&dryRun=All")).Succeeded()["spec"]!.ToJsonString();
            foreach (var dropped in new[] { "host", "inference-operator", "privileged", "automount", "secretKeyRef", "secretRef", "kube-system", "\"sh\"", "--repository" })
            {
                Assert.DoesNotContain(dropped, kept, StringComparison.Ordinal);
            }
        }
    }
}
