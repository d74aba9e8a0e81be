using System.Diagnostics;
using InferencePlatform.Grpc;

namespace InferencePlatform.Service.Telemetry;

/// <summary>
/// What is counted of one version of a model. Recording takes no lock and allocates nothing: it adds to a few cells,
/// and to the instruments of <see cref="DurationInstruments"/> only where somebody listens to them.
/// </summary>
internal sealed class ModelMetrics
{
    private const int StartedCell = 0;
    private const int FirstHistogramCell = 1;

    private static readonly int CodeCount = Enum.GetValues<StatusCode>().Length;
    private static readonly int ApiCount = Enum.GetValues<InferenceApi>().Length;
    private static readonly int RequestCell = FirstHistogramCell;
    private static readonly int QueueCell = RequestCell + DurationHistogram.CellCount;
    private static readonly int ComputeCell = QueueCell + DurationHistogram.CellCount;
    private static readonly int FirstCodeCell = ComputeCell + DurationHistogram.CellCount;

    private readonly StripedCells _cells = new(FirstCodeCell + (ApiCount * CodeCount));
    private readonly DurationInstruments _instruments;
    private int _queued;

    public ModelMetrics(string model, string version, DurationInstruments instruments)
    {
        Model = model;
        Version = version;
        Tags = [new("model", model), new("version", version)];
        Labels = InferencePlatform.Metrics.Labels.Of(("model", model), ("version", version));
        _instruments = instruments;
    }

    /// <summary>The model's name; empty for requests that reached no model.</summary>
    public string Model { get; }

    public string Version { get; }

    /// <summary>When it was first seen to have left the catalog, in ticks of <see cref="Stopwatch"/>; null while it is there.</summary>
    public long? LeftAt { get; set; }

    /// <summary>Model and version as the tags of an instrument.</summary>
    public KeyValuePair<string, object?>[] Tags { get; }

    /// <summary>Model and version as the labels of a sample on the Prometheus page.</summary>
    public byte[] Labels { get; }

    public DurationHistogram RequestDuration => new(_cells, RequestCell);

    public DurationHistogram QueueDuration => new(_cells, QueueCell);

    public DurationHistogram ComputeDuration => new(_cells, ComputeCell);

    /// <summary>Requests waiting for a compute thread.</summary>
    public int Queued => Volatile.Read(ref _queued);

    /// <summary>Requests started and not finished.</summary>
    public long InFlight
    {
        get
        {
            // In this order the difference is never negative: what is finished was started before.
            var finished = 0L;
            for (var cell = FirstCodeCell; cell < FirstCodeCell + (ApiCount * CodeCount); cell++)
            {
                finished += _cells.Sum(cell);
            }

            return _cells.Sum(StartedCell) - finished;
        }
    }

    public void RequestStarted() => Interlocked.Increment(ref _cells.Row[StartedCell]);

    /// <summary>Counts a request that <see cref="RequestStarted"/> began.</summary>
    /// <param name="api">The door it came in by.</param>
    /// <param name="code">How it ended.</param>
    /// <param name="elapsedTicks">What it took from end to end, in ticks of <see cref="Stopwatch"/>.</param>
    public void RequestFinished(InferenceApi api, StatusCode code, long elapsedTicks)
    {
        // What the protocol does not know is Unknown, as clients read it.
        var known = (uint)code < (uint)CodeCount ? code : StatusCode.Unknown;
        var row = _cells.Row;
        Interlocked.Increment(ref row[CodeCell(api, known)]);
        DurationHistogram.Record(row, RequestCell, elapsedTicks);
        _instruments.RecordRequest(elapsedTicks, Tags);
    }

    /// <summary>Counts a request that waits for a compute thread until <see cref="LeftQueue"/>.</summary>
    public void EnteredQueue() => Interlocked.Increment(ref _queued);

    public void LeftQueue() => Interlocked.Decrement(ref _queued);

    /// <summary>What a request waited before its run; zero where it ran at once.</summary>
    public void RecordQueue(long ticks)
    {
        DurationHistogram.Record(_cells.Row, QueueCell, ticks);
        _instruments.RecordQueue(ticks, Tags);
    }

    /// <summary>What ONNX Runtime took for a run that succeeded.</summary>
    public void RecordCompute(long ticks)
    {
        DurationHistogram.Record(_cells.Row, ComputeCell, ticks);
        _instruments.RecordCompute(ticks, Tags);
    }

    /// <summary>Requests finished by one door with one code.</summary>
    public long Requests(InferenceApi api, StatusCode code) => _cells.Sum(CodeCell(api, code));

    private static int CodeCell(InferenceApi api, StatusCode code) => FirstCodeCell + ((int)api * CodeCount) + (int)code;
}
