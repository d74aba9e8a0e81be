using System.Text.RegularExpressions;

namespace InferencePlatform.Operator.Api.V1Alpha1;

/// <summary>
/// Labels and annotations that a user may not set through an InferenceModel: those with which Kubernetes' own parts and
/// this operator tell objects apart or loosen what a pod may do.
/// </summary>
internal static partial class ReservedKeys
{
    public const string Message = "keys of kubernetes.io, k8s.io and inferenceplatform.io, and of domains below them, are reserved";

    public const string PodMessage =
        "keys of kubernetes.io, k8s.io and inferenceplatform.io are reserved, and those by which others put containers, networks, devices or a cloud's rights into pods: "
        + "istio.io, linkerd.io, dapr.io, crio.io, cncf.io, projectcalico.org, hashicorp.com, amazonaws.com, opentelemetry.io, admission.datadoghq.com, with domains below them, io.kubernetes.* and io.katacontainers.*; "
        + "sidecar.istio.io/inject and linkerd.io/inject are allowed";

    public const string Rule = $"self.all(k, !k.matches('{Pattern}'))";

    /// <summary>Of pods, which more parties than Kubernetes look at; what they put in would be neither of an allowed image nor restricted.</summary>
    public const string PodRule = $"self.all(k, !k.matches('{Pattern}') && (k in ['sidecar.istio.io/inject', 'linkerd.io/inject'] || !k.matches('{PodPattern}')))";

    public const string ServiceAnnotationRule = $"self.all(k, {AllowedOnServices} || !k.matches('{Pattern}'))";

    private const string Pattern = "^([^/]+[.])?(kubernetes|k8s|inferenceplatform)[.]io/";

    private const string PodPattern =
        "^(io[.](kubernetes|katacontainers)[.]|([^/]+[.])?((istio|linkerd|dapr|crio|cncf|opentelemetry)[.]io|projectcalico[.]org|(hashicorp|amazonaws|admission[.]datadoghq)[.]com)/)";

    private const string AllowedOnServices = "k.startsWith('service.kubernetes.io/') || k.startsWith('local.inferenceplatform.io/')";

    public static bool IsReserved(string key) => Reserved().IsMatch(key);

    public static bool IsReservedOnServices(string key) =>
        IsReserved(key)
        && !key.StartsWith("service.kubernetes.io/", StringComparison.Ordinal)
        && !key.StartsWith("local.inferenceplatform.io/", StringComparison.Ordinal);

    public static bool IsReservedOnPods(string key) => IsReserved(key) || (key is not ("sidecar.istio.io/inject" or "linkerd.io/inject") && ReservedOnPods().IsMatch(key));

    [GeneratedRegex(PodPattern, RegexOptions.CultureInvariant)]
    private static partial Regex ReservedOnPods();

    [GeneratedRegex(Pattern, RegexOptions.CultureInvariant)]
    private static partial Regex Reserved();
}
