using InferencePlatform.TestCluster;

namespace InferencePlatform.Bench.Operator;

/// <summary>What a run found.</summary>
internal sealed record Report
{
    public required ApiServerKind Server { get; init; }

    public required int Models { get; init; }

    public required int ChildrenEach { get; init; }

    /// <summary>Until the last model was created.</summary>
    public required TimeSpan Applied { get; init; }

    /// <summary>From the first model's creation until the last child of all was there.</summary>
    public required TimeSpan Total { get; init; }

    /// <summary>From sending each model until its last child, in order.</summary>
    public required IReadOnlyList<TimeSpan> PerModel { get; init; }

    public required Calls Calls { get; init; }

    public required Calls Writes { get; init; }

    public required TimeSpan Cpu { get; init; }

    public required double PeakMegabytes { get; init; }

    public required Calls Quiet { get; init; }

    public required TimeSpan QuietCpu { get; init; }

    public required Calls Restart { get; init; }

    public required TimeSpan RestartCpu { get; init; }

    public required double RestartPeakMegabytes { get; init; }

    public string ToMarkdown() => $"""
        | {Models} InferenceModels at once, on {(Server == ApiServerKind.Real ? "etcd and kube-apiserver" : "the embedded API server")} | |
        |---|---|
        | all are created | {Applied.TotalSeconds:0.0} s |
        | all {ChildrenEach} children of each exist | {Total.TotalSeconds:0.0} s |
        | from a model to its last child, p50 / p99 | {At(0.5):0.0} s / {At(0.99):0.0} s |
        | the operator's calls per model | {Each(Calls)} |
        | writes per model, by the server's count | {(Writes.Counts.Count == 0 ? "not counted by this server" : Each(Writes))} |
        | operator's CPU time | {Cpu.TotalSeconds:0.0} s |
        | operator's peak memory (RSS) | {PeakMegabytes:0} MB |
        | calls in a minute without a change | {Count(Quiet)} |
        | CPU time in that minute | {QuietCpu.TotalSeconds:0.00} s |
        | writes after a restart | {Restart.Writes} |
        | all calls after a restart | {Count(Restart)} |
        | CPU time and peak memory after a restart | {RestartCpu.TotalSeconds:0.0} s, {RestartPeakMegabytes:0} MB |

        """;

    private double At(double quantile) => PerModel[(int)(quantile * (PerModel.Count - 1))].TotalSeconds;

    private string Each(Calls calls) => List(calls, count => $"{(double)count / Models:0.00}");

    private static string Count(Calls calls) => List(calls, count => $"{count}");

    private static string List(Calls calls, Func<long, string> show) => calls.Counts.Count == 0
        ? "0"
        : $"{show(calls.All)} ({string.Join(", ", calls.Counts.OrderBy(call => call.Key, StringComparer.Ordinal).Select(call => $"{show(call.Value)} {call.Key}"))})";
}
