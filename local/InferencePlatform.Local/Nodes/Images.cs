namespace InferencePlatform.Local.Nodes;

/// <summary>Which program stands for which image: there is no container runtime here, so only known images run.</summary>
/// <param name="Programs">Paths of programs by image, as pods name it.</param>
internal sealed record Images(IReadOnlyDictionary<string, string> Programs)
{
    /// <summary>Why an image cannot run here, for the container's waiting state.</summary>
    public const string NotAvailable = "ImageNotAvailable";

    public string? Program(string? image) => image is null ? null : Programs.GetValueOrDefault(image);

    public string Refusal(string? image) =>
        $"The single-machine platform has no container runtime: it runs {string.Join(" and ", Programs.Keys)}, not '{image}'. "
        + "Use a cluster for other images.";
}
