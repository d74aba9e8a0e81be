namespace InferencePlatform.Service.Fetching;

/// <summary>
/// Everything that can be set about a fetch. What each means and may be is said in
/// <see cref="Configuration.FetchSettings"/>.
/// </summary>
internal sealed record FetchOptions
{
    public string? Uri { get; init; }

    public string? Target { get; init; }

    public string? Sha256 { get; init; }

    public bool Link { get; init; }

    public string? CredentialsDir { get; init; }

    public string? CaFile { get; init; }

    public Uri? S3Endpoint { get; init; }

    public string S3Region { get; init; } = "us-east-1";

    public bool S3PathStyle { get; init; }

    public bool S3Anonymous { get; init; }

    public long MaxSize { get; init; } = 2L << 30;

    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(30);

    public TimeSpan StallTimeout { get; init; } = TimeSpan.FromSeconds(30);

    public int Attempts { get; init; } = 5;

    public string? TerminationMessagePath { get; init; }

    public string LogLevel { get; init; } = "Information";

    public string LogFormat { get; init; } = "text";
}
