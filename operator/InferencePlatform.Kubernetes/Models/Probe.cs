namespace InferencePlatform.Kubernetes.Models;

/// <summary>A question the kubelet asks a container, and how often.</summary>
public sealed record Probe
{
    public GrpcAction? Grpc { get; init; }

    public HttpGetAction? HttpGet { get; init; }

    public TcpSocketAction? TcpSocket { get; init; }

    public int? InitialDelaySeconds { get; init; }

    public int? TimeoutSeconds { get; init; }

    public int? PeriodSeconds { get; init; }

    public int? SuccessThreshold { get; init; }

    public int? FailureThreshold { get; init; }

    public long? TerminationGracePeriodSeconds { get; init; }
}

public sealed record GrpcAction
{
    public int Port { get; init; }

    public string? Service { get; init; }
}

public sealed record HttpGetAction
{
    public string? Path { get; init; }

    public IntOrString? Port { get; init; }

    public string? Host { get; init; }

    public string? Scheme { get; init; }
}

public sealed record TcpSocketAction
{
    public IntOrString? Port { get; init; }
}
