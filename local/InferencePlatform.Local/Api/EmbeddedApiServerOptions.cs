namespace InferencePlatform.Local.Api;

/// <summary>How an embedded API server is set up.</summary>
internal sealed record EmbeddedApiServerOptions
{
    /// <summary>Where objects, certificates and the token are kept; null keeps nothing.</summary>
    public string? StateDirectory { get; init; }

    /// <summary>The port on 127.0.0.1; 0 takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>YAML of CustomResourceDefinitions that are served from the start.</summary>
    public IReadOnlyList<string> CustomResourceDefinitions { get; init; } = [];

    /// <summary>Where logs come from; null answers that there are none.</summary>
    public IPodLogs? PodLogs { get; init; }

    public IServiceAddresses ServiceAddresses { get; init; } = new LoopbackServiceAddresses();

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Bytes of one request.</summary>
    public long MaxRequestBytes { get; init; } = 3 << 20;

    public int MaxConnections { get; init; } = 1024;

    public int MaxWatchers { get; init; } = 1024;

    /// <summary>Objects of all kinds together.</summary>
    public int MaxObjects { get; init; } = 250_000;

    /// <summary>Changes of each resource that a watch may be behind.</summary>
    public int HistoryLimit { get; init; } = 4096;

    /// <summary>Growth of the journal after which it is written anew.</summary>
    public long CompactionBytes { get; init; } = 32 << 20;

    /// <summary>How often a watch that asked for it is told how far it is.</summary>
    public TimeSpan BookmarkInterval { get; init; } = TimeSpan.FromMinutes(1);
}
