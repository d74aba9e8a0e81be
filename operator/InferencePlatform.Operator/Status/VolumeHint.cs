using InferencePlatform.Operator.Api.V1Alpha1;
using InferencePlatform.Operator.Rendering.Pods;
using InferencePlatform.Operator.Sources;

namespace InferencePlatform.Operator.Status;

/// <summary>What to look for when a pod's volumes do not come.</summary>
internal static class VolumeHint
{
    public static string Of(InferenceModelSpec spec)
    {
        string[] wanted = [.. OfSource(spec.Model.Uri), .. OfSamples(spec.Serving?.Warmup?.Samples), .. OfTls(spec.Serving?.Tls)];
        return wanted.Length == 0
            ? "Its events say which: kubectl describe pod."
            : $"Check that {string.Join(" and ", wanted)} in its namespace; kubectl describe pod says more.";
    }

    private static IEnumerable<string> OfSource(string uri) => ModelSource.Parse(uri) switch
    {
        ModelSource.ConfigMap map => [$"the ConfigMap {map.Name} with the key {map.Key} exists"],
        ModelSource.Claim claim => [$"the PersistentVolumeClaim {claim.Name} exists and its volume can be mounted"],
        ModelSource.Image image => [$"the image {image.Reference} can be pulled"],
        _ => [],
    };

    private static IEnumerable<string> OfSamples(ConfigMapKey? samples) =>
        samples is null ? [] : [$"the ConfigMap {samples.Name} with the key {samples.Key} exists"];

    private static IEnumerable<string> OfTls(TlsSpec? tls)
    {
        if (tls is not null)
        {
            yield return $"the Secret {tls.SecretName} with the keys {Volumes.CertificateKey} and {Volumes.PrivateKeyKey} exists";
        }

        if (tls?.ClientCASecretName is { } authorities)
        {
            yield return $"the Secret {authorities} with the key {Volumes.AuthoritiesKey} exists";
        }
    }
}
