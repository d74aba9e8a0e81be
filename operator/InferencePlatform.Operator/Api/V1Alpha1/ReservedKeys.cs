using System.Text.RegularExpressions;

namespace InferencePlatform.Operator.Api.V1Alpha1;

/// <summary>
/// Labels and annotations that a user may not set through an InferenceModel: those with which Kubernetes' own parts and
/// this operator tell objects apart or loosen what a pod may do.
/// </summary>
internal static partial class ReservedKeys
{
    public const string Message = "keys of kubernetes.io, k8s.io and inferenceplatform.io, and of domains below them, are reserved";

    public const string Rule = $"self.all(k, !k.matches('{Pattern}'))";

    public const string PodAnnotationRule = $"self.all(k, !k.matches('{Pattern}') && !k.matches('{PowerPattern}'))";

    public const string PodAnnotationMessage = "keys of kubernetes.io, k8s.io and inferenceplatform.io, and keys that have others give the pod a role, secrets, networks or volumes, are reserved";

    public const string ServiceAnnotationRule = $"self.all(k, {AllowedOnServices} || !k.matches('{Pattern}'))";

    private const string Pattern = "^([^/]+[.])?(kubernetes|k8s|inferenceplatform)[.]io/";

    // What widely used add-ons take from a pod's annotations and that is more than its author has: kube2iam's and kiam's
    // roles, Vault's secrets, Multus' networks, Istio's volumes.
    private const string PowerPattern = "^(iam[.]amazonaws[.]com|vault[.]hashicorp[.]com|k8s[.]v1[.]cni[.]cncf[.]io)/|^sidecar[.]istio[.]io/userVolume";

    private const string AllowedOnServices = "k.startsWith('service.kubernetes.io/') || k.startsWith('local.inferenceplatform.io/')";

    public static bool IsReserved(string key) => Reserved().IsMatch(key);

    public static bool IsReservedOnServices(string key) =>
        IsReserved(key)
        && !key.StartsWith("service.kubernetes.io/", StringComparison.Ordinal)
        && !key.StartsWith("local.inferenceplatform.io/", StringComparison.Ordinal);

    public static bool IsReservedOnPods(string key) => IsReserved(key) || GivesPower().IsMatch(key);

    [GeneratedRegex(PowerPattern, RegexOptions.CultureInvariant)]
    private static partial Regex GivesPower();

    [GeneratedRegex(Pattern, RegexOptions.CultureInvariant)]
    private static partial Regex Reserved();
}
