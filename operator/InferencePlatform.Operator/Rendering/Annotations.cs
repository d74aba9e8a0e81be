namespace InferencePlatform.Operator.Rendering;

/// <summary>What the operator remembers on the objects it makes.</summary>
internal static class Annotations
{
    /// <summary>Hash of all that was applied: a field that is asked for no longer shows in it.</summary>
    public const string Applied = "inferenceplatform.io/applied";

    /// <summary>Hash of the pod template, on the Deployment and on its pods.</summary>
    public const string TemplateHash = "inferenceplatform.io/template-hash";

    /// <summary>The <see cref="RenderContext"/> that the template was made with, on the Deployment.</summary>
    public const string ServerImage = "inferenceplatform.io/server-image";

    /// <inheritdoc cref="ServerImage"/>
    public const string RenderRevision = "inferenceplatform.io/render-revision";

    /// <summary>The <c>spec.replicas</c> that the Deployment was scaled for, or that an autoscaler has it since.</summary>
    public const string ScaledFor = "inferenceplatform.io/scaled-for";
}
