using InferencePlatform.Kubernetes;
using InferencePlatform.Kubernetes.Yaml;
using InferencePlatform.Local.Resources;

namespace InferencePlatform.Local.Controllers.Garbage;

/// <summary>The resources whose objects the garbage collector knows.</summary>
internal static class CollectedResources
{
    /// <summary>Kinds that it has nothing to do with: nobody owns them, or they go by themselves.</summary>
    private static readonly string[] Never = ["events", "customresourcedefinitions"];

    /// <param name="definitions">YAML of the CustomResourceDefinitions that the server has.</param>
    public static IEnumerable<ResourceType> Of(IEnumerable<string> definitions) => BuiltInResources.All
        .Concat(definitions.SelectMany(KubernetesYaml.Read).SelectMany(CustomResources.Read))
        .Select(resource => resource.Type)
        .Where(type => !Never.Contains(type.Plural))
        .Distinct();
}
