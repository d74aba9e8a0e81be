using InferencePlatform.Kubernetes.Telemetry;

namespace InferencePlatform.Kubernetes.Client;

/// <summary>How a client behaves towards its server.</summary>
public sealed record KubernetesClientOptions
{
    /// <summary>Who asks; the part before the slash is also the default field manager.</summary>
    public string UserAgent { get; init; } = $"inference-platform/{typeof(KubernetesClientOptions).Assembly.GetName().Version?.ToString(3)}";

    /// <summary>
    /// Requests a second in the long run; 0 for no limit. Watches and leases are exempt: a busy client must neither go blind
    /// nor lose its leadership to its own work.
    /// </summary>
    public double RequestsPerSecond { get; init; } = 50;

    /// <summary>Requests at once after a quiet time.</summary>
    public int Burst { get; init; } = 100;

    /// <summary>How long the headers of an answer, and then its body, may take each. A watch's body has its own limit.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How often a request is sent again that was answered 429 or 503 with <c>Retry-After</c>.</summary>
    public int MaxRetries { get; init; } = 5;

    /// <summary>A longer <c>Retry-After</c> than this is not waited for.</summary>
    public TimeSpan MaxRetryAfter { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Bytes of one event of a watch; objects of the API server are 1.5 MiB at most, and grow as JSON.</summary>
    public int MaxWatchEventBytes { get; init; } = 16 << 20;

    /// <summary>Is told of each sentence that the server warns with, once; null drops them.</summary>
    public Action<string>? OnWarning { get; init; }

    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Where requests are counted; null counts them nowhere.</summary>
    public IRequestMetrics? Metrics { get; init; }
}
