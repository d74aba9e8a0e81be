using InferencePlatform.Kubernetes.Models;
using InferencePlatform.Operator.Api.V1Alpha1;

namespace InferencePlatform.Operator.Rendering;

/// <summary>What an InferenceModel's objects are called and labelled.</summary>
internal static class ModelNames
{
    public const string ModelLabel = "inferenceplatform.io/model";
    public const string NameLabel = "app.kubernetes.io/name";
    public const string ManagedByLabel = "app.kubernetes.io/managed-by";
    public const string ManagedBy = "inference-operator";

    private const string HeadlessSuffix = "-headless";

    public static string Headless(string model) => model + HeadlessSuffix;

    /// <summary>Names that an object of this name may belong to: its own, and the one whose headless Service it would be.</summary>
    public static IEnumerable<string> ModelsOf(string objectName) =>
        objectName.EndsWith(HeadlessSuffix, StringComparison.Ordinal) ? [objectName, objectName[..^HeadlessSuffix.Length]] : [objectName];

    /// <summary>The name that clients call the model by.</summary>
    public static string Served(InferenceModel model) => model.Spec.Model.Name ?? model.Metadata.Name!;

    public static SortedDictionary<string, string> SelectorOf(InferenceModel model) => new(StringComparer.Ordinal) { [ModelLabel] = model.Metadata.Name! };

    /// <summary>The selector as text, for <c>status.selector</c>.</summary>
    public static string SelectorText(InferenceModel model) => $"{ModelLabel}={model.Metadata.Name}";

    /// <summary>The operator's labels over the user's: none of the user's can take their place.</summary>
    public static SortedDictionary<string, string> LabelsOf(InferenceModel model, IReadOnlyDictionary<string, string>? extra = null)
    {
        var labels = Sorted(extra);
        labels[NameLabel] = "inference-model";
        labels["app.kubernetes.io/instance"] = model.Metadata.Name!;
        labels[ManagedByLabel] = ManagedBy;
        labels[ModelLabel] = model.Metadata.Name!;
        return labels;
    }

    public static SortedDictionary<string, string> Sorted(IReadOnlyDictionary<string, string>? map) =>
        new((map ?? new Dictionary<string, string>()).ToDictionary(), StringComparer.Ordinal);

    public static ObjectMeta MetadataOf(InferenceModel model, string? name = null) => new()
    {
        Name = name ?? model.Metadata.Name,
        Namespace = model.Metadata.Namespace,
        Labels = LabelsOf(model),
        OwnerReferences =
        [
            new OwnerReference
            {
                ApiVersion = $"{InferenceModel.Group}/{InferenceModel.Version}",
                Kind = InferenceModel.KindName,
                Name = model.Metadata.Name!,
                Uid = model.Metadata.Uid ?? "",
                Controller = true,
                BlockOwnerDeletion = true,
            },
        ],
    };
}
