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

    public const string ServiceAnnotationRule = $"self.all(k, {AllowedOnServices} || !k.matches('{Pattern}'))";

    private const string Pattern = "^([^/]+[.])?(kubernetes|k8s|inferenceplatform)[.]io/";

    private const string AllowedOnServices = "k.startsWith('service.kubernetes.io/') || k.startsWith('local.inferenceplatform.io/')";

    public static bool IsReserved(string key) => Reserved().IsMatch(key);

    public static bool IsReservedOnServices(string key) =>
        IsReserved(key)
        && !key.StartsWith("service.kubernetes.io/", StringComparison.Ordinal)
        && !key.StartsWith("local.inferenceplatform.io/", StringComparison.Ordinal);

    [GeneratedRegex(Pattern, RegexOptions.CultureInvariant)]
    private static partial Regex Reserved();
}
