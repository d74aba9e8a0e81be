using System.Globalization;
using System.Text;
using InferencePlatform.Service.Inference;
using InferencePlatform.Service.Runtime;
using InferencePlatform.Service.Scheduling;
using InferencePlatform.Service.Telemetry;

namespace InferencePlatform.Service.Models;

/// <summary>
/// A loaded version of a model. Each call holds a lease on it; once retired it takes no new ones, and its memory goes
/// when the last lease ends.
/// </summary>
internal sealed class ModelVersion
{
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // One lease is the catalog's own, given up by Retire.
    private int _leases = 1;

    public ModelVersion(string name, long version, OnnxModel model)
    {
        Name = name;
        Version = version;
        VersionText = version.ToString(CultureInfo.InvariantCulture);
        Utf8Name = Encoding.UTF8.GetBytes(name);
        Utf8Version = Encoding.UTF8.GetBytes(VersionText);
        Model = model;
        AllOutputs = new OutputSelection(model.Signature.Outputs);
    }

    public string Name { get; }

    public long Version { get; }

    public string VersionText { get; }

    public byte[] Utf8Name { get; }

    public byte[] Utf8Version { get; }

    public OnnxModel Model { get; }

    /// <summary>Hex digits of the model file's SHA-256; null where it was not computed.</summary>
    public string? Sha256 { get; init; }

    /// <summary>Bytes of the model file; null where it was not read here.</summary>
    public long? SizeBytes { get; init; }

    /// <summary>When it was loaded.</summary>
    public DateTimeOffset LoadedAt { get; init; }

    /// <summary>What bringing it in took, from checking the file to the end of its warm-up; null where it was not measured.</summary>
    public TimeSpan? LoadDuration { get; set; }

    public ModelSignature Signature => Model.Signature;

    public OutputSelection AllOutputs { get; }

    /// <summary>What a run costs, as measured.</summary>
    public RunCost Cost { get; } = new();

    /// <summary>What is counted of it; set by <see cref="ServiceMetrics.Of"/> when first asked for.</summary>
    public ModelMetrics? Metrics { get; set; }

    /// <summary>Takes a lease; false once the version is retired.</summary>
    public bool TryLease()
    {
        while (true)
        {
            var leases = Volatile.Read(ref _leases);
            if (leases == 0)
            {
                return false;
            }

            if (Interlocked.CompareExchange(ref _leases, leases + 1, leases) == leases)
            {
                return true;
            }
        }
    }

    public void Release()
    {
        if (Interlocked.Decrement(ref _leases) == 0)
        {
            Model.Dispose();
            _released.SetResult();
        }
    }

    /// <summary>Gives up the catalog's lease; the task ends when the last call has ended and the memory is free.</summary>
    public Task RetireAsync()
    {
        Release();
        return _released.Task;
    }
}
