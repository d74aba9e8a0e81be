using System.ComponentModel;
using InferencePlatform.Kubernetes.Models;
using InferencePlatform.Kubernetes.Schema;

namespace InferencePlatform.Operator.Api.V1Alpha1;

/// <summary>A model that is served: what the user asks for, and what became of it.</summary>
[Resource(Group, Version, Plural, KindName)]
[Cel("size(self.metadata.name) <= 54 && self.metadata.name.matches('^[a-z]([-a-z0-9]*[a-z0-9])?$')", NameMessage)]
[Description("A model that is served: where it comes from and how it runs. The operator makes a Deployment, Services and what else it needs of it.")]
internal sealed record InferenceModel : KubernetesObject
{
    public const string Group = "inferenceplatform.io";
    public const string Version = "v1alpha1";
    public const string Plural = "inferencemodels";
    public const string KindName = "InferenceModel";

    /// <summary>The Service and the headless Service are named after the model, and names of Services are DNS labels.</summary>
    private const string NameMessage =
        "the name must be 1 to 54 lower-case letters, digits and hyphens, beginning with a letter: Services are named after it. spec.model.name may be any other";

    [Description("What the model is and how it is to run.")]
    public required InferenceModelSpec Spec { get; init; }

    [Description("What runs. Written by the operator.")]
    public InferenceModelStatus? Status { get; init; }
}
