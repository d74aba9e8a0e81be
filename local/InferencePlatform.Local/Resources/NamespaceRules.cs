using System.Text.Json.Nodes;
using InferencePlatform.Local.Json;

namespace InferencePlatform.Local.Resources;

/// <summary>Namespaces: active from the start, and kept by a finalizer of the spec until their contents are gone.</summary>
internal static class NamespaceRules
{
    public static KindRules Rules { get; } = new()
    {
        Default = ns =>
        {
            ns.Child("spec")["finalizers"] ??= new JsonArray("kubernetes");
            var metadata = ns.Child("metadata");
            metadata.Child("labels")["kubernetes.io/metadata.name"] = metadata["name"]?.DeepClone();
        },
        Create = ns => ns["status"] = new JsonObject { ["phase"] = "Active" },
    };
}
