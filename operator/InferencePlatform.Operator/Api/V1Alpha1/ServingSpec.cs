using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using InferencePlatform.Kubernetes.Schema;

namespace InferencePlatform.Operator.Api.V1Alpha1;

/// <summary>Settings of the server; what is left out is as the server's own documentation says.</summary>
internal sealed record ServingSpec
{
    [Description("Ports that the pods and Services listen on.")]
    public PortsSpec? Ports { get; init; }

    [Description("Puts gRPC and REST behind TLS, with a certificate from a Secret. Without it both are in clear. The management port always is.")]
    public TlsSpec? Tls { get; init; }

    [Description("Bytes of one request at most, such as 64Mi, which is the default.")]
    [MaxLength(16)]
    [RegularExpression(SizePatterns.UpToGibibyte)]
    public string? MaxMessageSize { get; init; }

    [Description("Bytes of all requests in a pod together at most, such as 256Mi, which is the default. What does not fit is refused.")]
    [MaxLength(16)]
    [RegularExpression(SizePatterns.UpToTebibyte)]
    public string? MaxBytesInFlight { get; init; }

    [Description("Calls that a pod serves at once. More are refused. By default 4096.")]
    [Range(1, 1_000_000)]
    public int? MaxCallsInFlight { get; init; }

    [Description("Calls that may wait in a pod for a compute thread. More are refused. By default 1024.")]
    [Range(1, 1_000_000)]
    public int? MaxQueueLength { get; init; }

    [Description("What a request may take, whatever deadline its client set; also what requests in flight get to finish when a pod ends. By default 1m.")]
    [MaxLength(16)]
    [RegularExpression(DurationPatterns.UpToDay)]
    [Cel(DurationPatterns.NotZero, DurationPatterns.NotZeroMessage)]
    public string? RequestTimeout { get; init; }

    [Description("Threads ONNX Runtime may use for one operator of the model. By default as many as the CPU limit has CPUs.")]
    [Range(1, 1024)]
    public int? Threads { get; init; }

    [Description("Runs at once of a model that is not cheap. By default as many as the CPU limit has CPUs.")]
    [Range(1, 1024)]
    public int? ComputeThreads { get; init; }

    [Description("How the model is warmed up before the pod is ready. By default with inputs made up from its shapes.")]
    public WarmupSpec? Warmup { get; init; }

    [Description("Time between a pod being told to stop and its closing the ports, for load balancers to notice. By default 5s.")]
    [MaxLength(16)]
    [RegularExpression(DurationPatterns.UpToDay)]
    public string? DrainDelay { get; init; }

    [Description("Connections to each port of a pod at once. More are closed. By default 4096.")]
    [Range(1, 1_000_000)]
    public int? MaxConnections { get; init; }

    [Description("Age at which a gRPC connection is asked to go away, so that clients spread over the pods. By default 30m.")]
    [MaxLength(16)]
    [RegularExpression(DurationPatterns.WholeSecondsUpToDay)]
    [Cel(DurationPatterns.NotZero, DurationPatterns.NotZeroMessage)]
    public string? MaxConnectionAge { get; init; }

    [Description("What calls on such a connection get to finish. By default 5m.")]
    [MaxLength(16)]
    [RegularExpression(DurationPatterns.WholeSecondsUpToDay)]
    [Cel(DurationPatterns.NotZero, DurationPatterns.NotZeroMessage)]
    public string? MaxConnectionAgeGrace { get; init; }

    [Description("Lowest level that is logged. By default Information.")]
    [AllowedValues("Trace", "Debug", "Information", "Warning", "Error", "Critical", "None")]
    public string? LogLevel { get; init; }

    [Description("How log records are written: a line of text, or of JSON. By default text.")]
    [AllowedValues("text", "json")]
    public string? LogFormat { get; init; }

    [Description("Logs a line for each call.")]
    public bool? LogRequests { get; init; }

    [Description("Collector that spans are sent to by OTLP over gRPC, such as http://collector.monitoring:4317.")]
    [MaxLength(512)]
    [RegularExpression("^https?://[^/?#@]+/?$")]
    public string? OtlpEndpoint { get; init; }
}
