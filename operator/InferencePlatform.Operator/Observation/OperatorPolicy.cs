namespace InferencePlatform.Operator.Observation;

/// <summary>What whoever installs the operator decides for all models.</summary>
internal sealed record OperatorPolicy
{
    /// <summary>Runs where a spec names no image.</summary>
    public required string ServerImage { get; init; }

    /// <summary>Images that a spec may name, each an exact reference or the beginning of one and an asterisk.</summary>
    public IReadOnlyList<string> AllowedImages { get; init; } = [];

    /// <summary>Whether models may be files of the machine; only where every pod runs on the operator's own.</summary>
    public bool AllowFileUris { get; init; }

    public EndpointForm EndpointForm { get; init; }

    public bool Allows(string image) => image == ServerImage || AllowedImages.Any(allowed =>
        allowed.EndsWith('*') ? image.StartsWith(allowed[..^1], StringComparison.Ordinal) : image == allowed);
}

/// <summary>How the address in a model's status is given.</summary>
internal enum EndpointForm
{
    /// <summary>By the Service's name, which pods of the cluster resolve.</summary>
    Dns,

    /// <summary>By the Service's address, where nothing resolves names.</summary>
    ClusterIP,
}
