using InferencePlatform.Kubernetes.Models;
using InferencePlatform.Operator.Api.V1Alpha1;
using InferencePlatform.Operator.Sources;
using InferencePlatform.Operator.Values;

namespace InferencePlatform.Operator.Rendering.Pods;

/// <summary>Folders that a pod has. None is of the host.</summary>
internal static class Volumes
{
    public const string Model = "model";
    public const string Temporary = "tmp";
    public const string Warmup = "warmup";
    public const string Credentials = "credentials";
    public const string Tls = "tls";
    public const string ClientAuthorities = "client-ca";

    public const string CertificateKey = "tls.crt";
    public const string PrivateKeyKey = "tls.key";
    public const string AuthoritiesKey = "ca.crt";

    /// <summary>0440: the owner and the pod's group read, nobody writes.</summary>
    private const int SecretMode = 0x120;

    /// <summary>What <c>inference-server fetch</c> allows by itself.</summary>
    private const long MaxModelBytes = 2L << 30;

    /// <summary>Beside the model lie a report of a few hundred bytes and what the file system needs.</summary>
    private const long BesideModelBytes = 64L << 20;

    /// <summary>The runtime's own small files.</summary>
    private const long TemporaryBytes = 64L << 20;

    private static readonly (string Key, string File)[] CredentialFiles =
    [
        ("AWS_ACCESS_KEY_ID", "AWS_ACCESS_KEY_ID"), ("AWS_SECRET_ACCESS_KEY", "AWS_SECRET_ACCESS_KEY"), ("AWS_SESSION_TOKEN", "AWS_SESSION_TOKEN"),
    ];

    // The keys are names that no Secret has by chance: a token of a service account, say, can never be sent to a model's host.
    private static readonly (string Key, string File)[] WebFiles =
        [("INFERENCE_FETCH_TOKEN", "token"), ("INFERENCE_FETCH_USERNAME", "username"), ("INFERENCE_FETCH_PASSWORD", "password")];

    public static IReadOnlyList<Volume> Render(InferenceModelSpec spec, ModelSource source)
    {
        var volumes = new List<Volume>
        {
            ModelVolume(spec.Model, source),
            new() { Name = Temporary, EmptyDir = new EmptyDirVolumeSource { SizeLimit = Size.Text(TemporaryBytes) } },
        };
        if (spec.Serving?.Warmup?.Samples is { } samples)
        {
            volumes.Add(new Volume { Name = Warmup, ConfigMap = KeyOf(samples.Name, samples.Key) });
        }

        if (spec.Model.CredentialsSecretRef is { } secret)
        {
            volumes.Add(new Volume { Name = Credentials, Secret = CredentialsOf(secret, spec.Model.Uri) });
        }

        if (spec.Serving?.Tls is { } tls)
        {
            volumes.Add(new Volume { Name = Tls, Secret = KeysOf(tls.SecretName, CertificateKey, PrivateKeyKey) });
            if (tls.ClientCASecretName is { } authorities)
            {
                volumes.Add(new Volume { Name = ClientAuthorities, Secret = KeysOf(authorities, AuthoritiesKey) });
            }
        }

        return volumes;
    }

    private static Volume ModelVolume(ModelSpec model, ModelSource source) => source switch
    {
        ModelSource.ConfigMap map => new Volume { Name = Model, ConfigMap = KeyOf(map.Name, map.Key) },
        ModelSource.Claim claim => new Volume { Name = Model, PersistentVolumeClaim = new PersistentVolumeClaimVolumeSource { ClaimName = claim.Name, ReadOnly = true } },
        ModelSource.Image image => new Volume { Name = Model, Image = new ImageVolumeSource { Reference = image.Reference } },
        _ => new Volume { Name = Model, EmptyDir = new EmptyDirVolumeSource { SizeLimit = Size.Text(MaxBytes(model) + BesideModelBytes) } },
    };

    private static long MaxBytes(ModelSpec model) => model.Download?.MaxSize is { } size ? Size.Parse(size) : MaxModelBytes;

    private static ConfigMapVolumeSource KeyOf(string name, string key) => new() { Name = name, Items = [new KeyToPath { Key = key, Path = key }] };

    private static SecretVolumeSource KeysOf(string secret, params IEnumerable<string> keys) =>
        new() { SecretName = secret, DefaultMode = SecretMode, Items = [.. keys.Select(k => new KeyToPath { Key = k, Path = k })] };

    // Optional, for no Secret has all of the keys; what is missing then is said by the fetch itself.
    private static SecretVolumeSource CredentialsOf(SecretReference secret, string uri) => new()
    {
        SecretName = secret.Name,
        Optional = true,
        Items = [.. (uri.StartsWith("s3://", StringComparison.Ordinal) ? CredentialFiles : WebFiles).Select(f => new KeyToPath { Key = f.Key, Path = f.File })],
    };
}
