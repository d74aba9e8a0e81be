namespace InferencePlatform.TestCluster;

/// <summary>The CustomResourceDefinitions that every server under test has.</summary>
/// <param name="Name">The definition's own name: plural, dot, group.</param>
/// <param name="Yaml">The definition.</param>
public sealed record CustomResources(string Name, string Yaml)
{
    /// <summary>A resource made for tests; <c>Widgets.yaml</c> says what it has.</summary>
    public static CustomResources Widgets { get; } = new("widgets.testing.inferenceplatform.io", Read("Widgets.yaml"));

    public static IReadOnlyList<CustomResources> All { get; } = [Widgets];

    private static string Read(string resource)
    {
        using var stream = typeof(CustomResources).Assembly.GetManifestResourceStream(resource)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
