namespace InferencePlatform.Images;

/// <summary>All that an image is made of: the same recipe over the same files makes the same bytes.</summary>
internal sealed record ImageRecipe
{
    /// <summary>The repository that the image is named by, such as <c>ghcr.io/inferenceplatform/inference-server</c>.</summary>
    public required string Repository { get; init; }

    /// <summary>The tag, and the version of what is in it.</summary>
    public required string Version { get; init; }

    /// <summary>One sentence on what the image does.</summary>
    public required string Description { get; init; }

    /// <summary>The commit that the program was built from; null where that is not known.</summary>
    public string? Revision { get; init; }

    /// <summary>The time that the image says it was made at.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>The architecture as OCI names it: <c>amd64</c> or <c>arm64</c>.</summary>
    public required string Architecture { get; init; }

    /// <summary>The folder of a self-contained publish.</summary>
    public required string ProgramFolder { get; init; }

    /// <summary>The folder with <c>root</c> and <c>packages</c>, as <c>build/image-base.sh</c> makes it.</summary>
    public required string BaseFolder { get; init; }

    /// <summary>The lock files that say what the program was compiled with: NuGet's and npm's.</summary>
    public IReadOnlyList<string> LockFiles { get; init; } = [];

    /// <summary>The ports that the program listens on, for people and tools to read.</summary>
    public IReadOnlyList<int> Ports { get; init; } = [];

    /// <summary>The program's name: that of the image, without its registry and owner.</summary>
    public string Name => Repository[(Repository.LastIndexOf('/') + 1)..];
}
