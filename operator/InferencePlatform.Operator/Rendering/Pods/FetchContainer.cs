using InferencePlatform.Kubernetes.Models;
using InferencePlatform.Operator.Api.V1Alpha1;
using InferencePlatform.Operator.Sources;

namespace InferencePlatform.Operator.Rendering.Pods;

/// <summary>Brings the model into the pod before the server starts.</summary>
internal static class FetchContainer
{
    public const string Name = "fetch";

    public static Container Render(InferenceModelSpec spec, ModelSource source, string image, int revision) => new()
    {
        Name = Name,
        Image = image,
        Args = [Name, .. Arguments(spec, source).Build()],
        Env = revision >= RenderRevision.FetchEnvironment ? Variables.Of(spec.Env) : null,
        Resources = Resources.Of(spec.Resources),
        VolumeMounts = Mounts.OfFetch(spec),
        TerminationMessagePath = Mounts.TerminationMessage,
        TerminationMessagePolicy = "File",
        SecurityContext = Hardening.Context,
    };

    private static ServerArguments Arguments(InferenceModelSpec spec, ModelSource source) => new ServerArguments()
        .Add("uri", spec.Model.Uri)
        .Add("target", Mounts.Models)
        .Add("sha256", spec.Model.Sha256)
        .Add("link", source is ModelSource.LocalFile ? true : null)
        .Add("credentials-dir", spec.Model.CredentialsSecretRef is null ? null : Mounts.Credentials)
        .Add("s3-endpoint", spec.Model.S3?.Endpoint)
        .Add("s3-region", spec.Model.S3?.Region)
        .Add("s3-path-style", spec.Model.S3?.PathStyle)
        .Add("s3-anonymous", spec.Model.S3?.Anonymous)
        .Add("max-size", spec.Model.Download?.MaxSize)
        .Add("timeout", spec.Model.Download?.Timeout)
        .Add("stall-timeout", spec.Model.Download?.StallTimeout)
        .Add("attempts", spec.Model.Download?.Attempts)
        .Add("termination-message-path", Mounts.TerminationMessage)
        .Add("log-level", spec.Serving?.LogLevel)
        .Add("log-format", spec.Serving?.LogFormat);
}
