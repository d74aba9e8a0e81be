using InferencePlatform.Service.Runtime;

namespace InferencePlatform.Service.Models;

/// <summary>Which models a server has, and how they are loaded. Either a folder of them or a single one.</summary>
internal sealed record ModelRepositoryOptions
{
    /// <summary>Folder of models, <c>&lt;model&gt;/&lt;version&gt;/model.onnx</c>.</summary>
    public string? Folder { get; init; }

    /// <summary>The one model of a server without a folder of them.</summary>
    public SingleModelOptions? Single { get; init; }

    /// <summary>How models run whose own settings say nothing else.</summary>
    public SessionSettings Session { get; init; } = new(1, 1);

    /// <summary>Whether clients may load and unload models.</summary>
    public bool AllowChanges { get; init; }

    /// <summary>Time between two looks at the folder; zero looks only when asked to.</summary>
    public TimeSpan PollInterval { get; init; }

    /// <summary>Models that may be loaded at once.</summary>
    public int ParallelLoads { get; init; } = Environment.ProcessorCount;

    /// <summary>Time that calls in flight are given before the log tells that they hold up an unload.</summary>
    public TimeSpan UnloadTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Time that all warm-up runs of one version may take together.</summary>
    public TimeSpan WarmupTimeout { get; init; } = TimeSpan.FromSeconds(60);
}
