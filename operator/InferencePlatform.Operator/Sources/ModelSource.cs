namespace InferencePlatform.Operator.Sources;

/// <summary>Where a model is, read from <c>spec.model.uri</c>.</summary>
internal abstract record ModelSource
{
    /// <summary>What a file is called that the URI gives no name.</summary>
    private const string DefaultFile = "model.onnx";

    private ModelSource()
    {
    }

    /// <summary>Reads a URI that the CRD's rules (<see cref="Api.V1Alpha1.ModelUriRules"/>) have let through.</summary>
    /// <returns>Null where it has no form that the rules allow, as an object from before the rules might.</returns>
    public static ModelSource? Parse(string uri) => uri.IndexOf("://", StringComparison.Ordinal) is var colon and > 0
        ? (uri[..colon], uri[(colon + 3)..]) switch
        {
            ("configmap", var rest) when Split(rest, '/') is ({ Length: > 0 } name, { Length: > 0 } key) && StaysInside(key) => new ConfigMap(name, key),
            ("pvc", var rest) when Split(rest, '/') is ({ Length: > 0 } claim, { } path) && StaysInside(path) => ClaimOf(claim, path),
            ("oci", var rest) when Split(rest, '#') is ({ Length: > 0 } image, var path) && StaysInside(path) => new Image(image, path is { Length: > 0 } ? path : DefaultFile),
            ("s3" or "https" or "http", { Length: > 0 }) => new Remote(uri),
            ("file", { Length: > 1 } rest) when rest[0] == '/' => new LocalFile(uri),
            _ => null,
        }
        : null;

    private static bool StaysInside(string? path) => path is null || (!path.StartsWith('/') && !path.Split('/').Contains(".."));

    private static Claim ClaimOf(string claim, string path)
    {
        var slash = path.LastIndexOf('/');
        var file = path[(slash + 1)..];
        return new Claim(claim, slash > 0 ? path[..slash] : null, file.Length > 0 ? file : DefaultFile);
    }

    private static (string Head, string? Tail) Split(string text, char separator) =>
        text.IndexOf(separator) is var at and >= 0 ? (text[..at], text[(at + 1)..]) : (text, null);

    /// <summary>A key of a ConfigMap in the model's namespace.</summary>
    public sealed record ConfigMap(string Name, string Key) : ModelSource;

    /// <summary>A file on a volume; null folder is the volume's root.</summary>
    public sealed record Claim(string Name, string? Folder, string File) : ModelSource;

    /// <summary>A file in an image or OCI artefact that the kubelet pulls.</summary>
    public sealed record Image(string Reference, string Path) : ModelSource;

    /// <summary>What an init container fetches over the network.</summary>
    public sealed record Remote(string Uri) : ModelSource;

    /// <summary>A file of the machine itself.</summary>
    public sealed record LocalFile(string Uri) : ModelSource;
}
