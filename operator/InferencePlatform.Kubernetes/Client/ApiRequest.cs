namespace InferencePlatform.Kubernetes.Client;

/// <summary>A request before it is sent; it can be sent several times.</summary>
internal sealed record ApiRequest(HttpMethod Method, string PathAndQuery)
{
    public byte[]? Body { get; init; }

    public string ContentType { get; init; } = "application/json";

    public string Accept { get; init; } = "application/json";

    /// <summary>Whether it goes at once, whatever else the client has sent.</summary>
    public bool IsUnlimited { get; init; }
}
