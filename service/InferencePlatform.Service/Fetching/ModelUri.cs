using System.Diagnostics.CodeAnalysis;

namespace InferencePlatform.Service.Fetching;

/// <summary>Where a model is.</summary>
internal abstract record ModelUri
{
    public const string Examples = "https://host/model.onnx, s3://bucket/key or file:///folder/model.onnx";

    private ModelUri(string text) => Text = Redacted.Address(text);

    /// <summary>It as people may see it.</summary>
    public string Text { get; }

    /// <summary>Reads a URI; false and a problem where it is none that can be fetched.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out ModelUri? uri, out string problem)
    {
        problem = "";
        uri = null;
        if (text.StartsWith("s3://", StringComparison.Ordinal))
        {
            uri = ParseS3(text);
        }
        else if (Uri.TryCreate(text, UriKind.Absolute, out var address) && Shape(text, address) is { } parsed)
        {
            uri = parsed;
        }

        if (uri is null)
        {
            problem = $"'{Redacted.Address(text)}' cannot be fetched; it must be {(IsFolderOfWeb(text) ? "one file: http and https know no folders" : $"a URI such as {Examples}")}.";
        }

        return uri is not null;
    }

    private static ModelUri? Shape(string text, Uri address) => address.Scheme switch
    {
        "https" or "http" when address.Host.Length > 0 && !address.AbsolutePath.EndsWith('/') => new Web(text, address),
        "file" when address.Host.Length == 0 && address.LocalPath.Length > 1 => new Local(text, address.LocalPath),
        _ => null,
    };

    // A key is taken as it stands, as S3's own tools do: a percent sign is a percent sign.
    private static S3Object? ParseS3(string text)
    {
        var slash = text.IndexOf('/', 5);
        return slash > 5 && slash < text.Length - 1 ? new S3Object(text, text[5..slash], text[(slash + 1)..]) : null;
    }

    private static bool IsFolderOfWeb(string text) =>
        text.StartsWith("http", StringComparison.Ordinal) && Uri.TryCreate(text, UriKind.Absolute, out var address) && address.AbsolutePath.EndsWith('/');

    /// <summary>A file on a web server.</summary>
    public sealed record Web(string Given, Uri Address) : ModelUri(Given);

    /// <summary>An object, or all objects under a prefix that ends in a slash.</summary>
    public sealed record S3Object(string Given, string Bucket, string Key) : ModelUri(Given)
    {
        public bool IsPrefix => Key.EndsWith('/');
    }

    /// <summary>A file of this machine, or a folder whose name ends in a slash.</summary>
    public sealed record Local(string Given, string Path) : ModelUri(Given)
    {
        public bool IsFolder => Path.EndsWith('/');
    }
}
