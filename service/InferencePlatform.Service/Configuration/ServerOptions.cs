namespace InferencePlatform.Service.Configuration;

/// <summary>Everything that can be set about a server. One instance is made at start and never changes.</summary>
internal sealed record ServerOptions
{
    /// <summary>Folder of models, <c>&lt;model&gt;/&lt;version&gt;/model.onnx</c>. This or <see cref="ModelPath"/>.</summary>
    public string? Repository { get; init; }

    /// <summary>One model file to serve, under <see cref="ModelName"/>.</summary>
    public string? ModelPath { get; init; }

    /// <summary>The name that <see cref="ModelPath"/> is served under.</summary>
    public string? ModelName { get; init; }

    /// <summary>The version that <see cref="ModelPath"/> is served as.</summary>
    public long ModelVersion { get; init; } = 1;

    /// <summary>Hex digits that <see cref="ModelPath"/>'s SHA-256 must have; null leaves it unchecked.</summary>
    public string? ModelSha256 { get; init; }

    /// <summary>JSON file of warm-up requests for <see cref="ModelPath"/>; null makes inputs up from its shapes.</summary>
    public string? WarmupSamples { get; init; }

    /// <summary>Address the three ports listen on.</summary>
    public string Host { get; init; } = "0.0.0.0";

    public int GrpcPort { get; init; } = 50051;

    public int HttpPort { get; init; } = 8080;

    public int ManagementPort { get; init; } = 9090;

    /// <summary>Bytes of one request at most.</summary>
    public int MaxMessageSize { get; init; } = 64 << 20;

    /// <summary>Bytes of all requests together at most.</summary>
    public long MaxBytesInFlight { get; init; } = 256L << 20;

    public int MaxCallsInFlight { get; init; } = 4096;

    public int MaxConnections { get; init; } = 4096;

    /// <summary>Calls that may wait for a compute thread.</summary>
    public int MaxQueueLength { get; init; } = 1024;

    /// <summary>Longest time a call may take, whatever deadline its client set.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(60);

    public TimeSpan MaxConnectionAge { get; init; } = TimeSpan.FromMinutes(30);

    public TimeSpan MaxConnectionAgeGrace { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Time between being told to stop and refusing new connections, for load balancers to notice.</summary>
    public TimeSpan DrainDelay { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>ONNX Runtime threads for one operator; 0 takes the CPU limit.</summary>
    public int Threads { get; init; }

    /// <summary>Ready only when every model is; otherwise when at least one is and none is still loading.</summary>
    public bool StrictReadiness { get; init; }

    public string LogLevel { get; init; } = "Information";

    /// <summary><c>text</c> or <c>json</c>.</summary>
    public string LogFormat { get; init; } = "text";

    /// <summary>Log one line for each request.</summary>
    public bool LogRequests { get; init; }

    /// <summary>Where spans go by OTLP over gRPC; null sends none.</summary>
    public Uri? OtlpEndpoint { get; init; }

    /// <summary>Where the reason of a failed start is written for the kubelet; null writes it nowhere.</summary>
    public string? TerminationMessagePath { get; init; }
}
