using InferencePlatform.Testing;

namespace InferencePlatform.TestCluster;

/// <summary>The CustomResourceDefinitions that every server under test has.</summary>
/// <param name="Name">The definition's own name: plural, dot, group.</param>
/// <param name="Yaml">The definition.</param>
public sealed record CustomResources(string Name, string Yaml)
{
    /// <summary>This project's own, as it ships.</summary>
    public static CustomResources InferenceModels { get; } = new(
        "inferencemodels.inferenceplatform.io",
        File.ReadAllText(Path.Combine(Repository.Root, "manifests/crds/inferencemodels.inferenceplatform.io.yaml")));

    /// <summary>Another project's, whose kind has the same name.</summary>
    public static CustomResources Namesake { get; } = new("inferencemodels.inference.networking.x-k8s.io", Read("Namesake.yaml"));

    /// <summary>A resource made for tests; <c>Widgets.yaml</c> says what it has.</summary>
    public static CustomResources Widgets { get; } = new("widgets.testing.inferenceplatform.io", Read("Widgets.yaml"));

    public static IReadOnlyList<CustomResources> All { get; } = [InferenceModels, Namesake, Widgets];

    private static string Read(string resource)
    {
        using var stream = typeof(CustomResources).Assembly.GetManifestResourceStream(resource)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
