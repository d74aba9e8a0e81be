namespace InferencePlatform.Kubernetes.Telemetry;

/// <summary>Counts requests to API servers.</summary>
public interface IRequestMetrics
{
    /// <summary>An answer came, or none did.</summary>
    /// <param name="code">The status code; null where there was no answer.</param>
    /// <param name="method">Such as <c>GET</c>.</param>
    /// <param name="host">The server's host and port.</param>
    void RequestEnded(int? code, string method, string host);
}
