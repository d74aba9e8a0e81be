namespace InferencePlatform.Kubernetes.Tests.Rig;

/// <summary>A request as a scripted server saw it.</summary>
internal sealed record SeenRequest(
    string Method,
    string PathAndQuery,
    string Protocol,
    IReadOnlyDictionary<string, string> Headers,
    string Body,
    string Connection,
    string? ClientCertificate);
