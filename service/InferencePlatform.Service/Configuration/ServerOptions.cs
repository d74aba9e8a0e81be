using System.Net;

namespace InferencePlatform.Service.Configuration;

/// <summary>
/// Everything that can be set about a server. One instance is made at start and never changes. What each means and may
/// be is said in <see cref="Settings"/>.
/// </summary>
internal sealed record ServerOptions
{
    public string? Repository { get; init; }

    public TimeSpan RepositoryPollInterval { get; init; }

    public bool AllowRepositoryChanges { get; init; }

    public string? ModelPath { get; init; }

    public string? ModelName { get; init; }

    public long ModelVersion { get; init; } = 1;

    public string? ModelSha256 { get; init; }

    public string? WarmupSamples { get; init; }

    public TimeSpan WarmupTimeout { get; init; } = TimeSpan.FromSeconds(60);

    public bool StrictReadiness { get; init; }

    public IPAddress Host { get; init; } = IPAddress.Any;

    public int GrpcPort { get; init; } = 50051;

    public int HttpPort { get; init; } = 8080;

    public int ManagementPort { get; init; } = 9090;

    public TimeSpan MaxConnectionAge { get; init; } = TimeSpan.FromMinutes(30);

    public TimeSpan MaxConnectionAgeGrace { get; init; } = TimeSpan.FromMinutes(5);

    public string? TlsCertificate { get; init; }

    public string? TlsKey { get; init; }

    public string? TlsClientCa { get; init; }

    public TimeSpan TlsPollInterval { get; init; } = TimeSpan.FromSeconds(10);

    public int MaxMessageSize { get; init; } = 64 << 20;

    public long MaxBytesInFlight { get; init; } = 256L << 20;

    public int MaxCallsInFlight { get; init; } = 4096;

    public int MaxConnections { get; init; } = 4096;

    public int MaxQueueLength { get; init; } = 1024;

    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(60);

    public int Threads { get; init; }

    public int ComputeThreads { get; init; }

    public TimeSpan DrainDelay { get; init; } = TimeSpan.FromSeconds(5);

    public string? TerminationMessagePath { get; init; }

    public string LogLevel { get; init; } = "Information";

    public string LogFormat { get; init; } = "text";

    public bool LogRequests { get; init; }

    public Uri? OtlpEndpoint { get; init; }
}
