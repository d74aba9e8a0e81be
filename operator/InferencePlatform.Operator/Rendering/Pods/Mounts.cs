using InferencePlatform.Kubernetes.Models;
using InferencePlatform.Operator.Api.V1Alpha1;
using InferencePlatform.Operator.Sources;

namespace InferencePlatform.Operator.Rendering.Pods;

/// <summary>Where containers find files.</summary>
internal static class Mounts
{
    public const string Models = "/models";
    public const string Warmup = "/warmup";
    public const string Credentials = "/credentials";
    public const string Tls = "/tls";
    public const string ClientAuthorities = "/client-ca";
    public const string TerminationMessage = "/dev/termination-log";

    private const string Temporary = "/tmp";

    public static IReadOnlyList<VolumeMount> OfServer(InferenceModelSpec spec, ModelSource source)
    {
        var mounts = new List<VolumeMount>
        {
            new() { Name = Volumes.Model, MountPath = Models, ReadOnly = true, SubPath = (source as ModelSource.Claim)?.Folder },
            new() { Name = Volumes.Temporary, MountPath = Temporary },
        };
        if (spec.Serving?.Warmup?.Samples is not null)
        {
            mounts.Add(new VolumeMount { Name = Volumes.Warmup, MountPath = Warmup, ReadOnly = true });
        }

        if (spec.Serving?.Tls is { } tls)
        {
            mounts.Add(new VolumeMount { Name = Volumes.Tls, MountPath = Tls, ReadOnly = true });
            if (tls.ClientCASecretName is not null)
            {
                mounts.Add(new VolumeMount { Name = Volumes.ClientAuthorities, MountPath = ClientAuthorities, ReadOnly = true });
            }
        }

        return mounts;
    }

    public static IReadOnlyList<VolumeMount> OfFetch(InferenceModelSpec spec)
    {
        var mounts = new List<VolumeMount> { new() { Name = Volumes.Model, MountPath = Models }, new() { Name = Volumes.Temporary, MountPath = Temporary } };
        if (spec.Model.CredentialsSecretRef is not null)
        {
            mounts.Add(new VolumeMount { Name = Volumes.Credentials, MountPath = Credentials, ReadOnly = true });
        }

        return mounts;
    }

    /// <summary>The path that the server loads.</summary>
    public static string ModelPath(ModelSource source) => source switch
    {
        ModelSource.ConfigMap map => $"{Models}/{map.Key}",
        ModelSource.Claim claim => $"{Models}/{claim.File}",
        ModelSource.Image image => $"{Models}/{image.Path}",
        _ => $"{Models}/model.onnx",
    };
}
