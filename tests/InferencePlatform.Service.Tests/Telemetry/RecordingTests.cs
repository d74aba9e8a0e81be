using System.Diagnostics;
using InferencePlatform.Grpc;
using InferencePlatform.Service.Telemetry;

namespace InferencePlatform.Service.Tests.Telemetry;

/// <summary>Recording, as the hot path does it.</summary>
[Collection(Listeners.Name)]
public sealed class RecordingTests
{
    [Fact]
    public void No_count_is_lost_among_eight_threads()
    {
        const int perThread = 50_000;
        using var metrics = new ServiceMetrics();
        var model = metrics.NoModel;
        var threads = Enumerable.Range(0, 8).Select(n => new Thread(() =>
        {
            for (var i = 0; i < perThread; i++)
            {
                Record(model, n % 2 == 0 ? StatusCode.OK : StatusCode.Internal);
            }
        })).ToList();

        threads.ForEach(t => t.Start());
        threads.ForEach(t => t.Join());

        Assert.Equal(4 * perThread, model.Requests(InferenceApi.Grpc, StatusCode.OK));
        Assert.Equal(4 * perThread, model.Requests(InferenceApi.Grpc, StatusCode.Internal));
        Assert.Equal(0, model.InFlight);
        Assert.Equal(8 * perThread, Enumerable.Range(0, DurationBuckets.Count).Sum(model.RequestDuration.CountIn));
        Assert.Equal(8 * perThread * 100e-6, model.ComputeDuration.SumSeconds, 1e-3);
    }

    [Fact]
    public void Recording_allocates_nothing()
    {
        using var metrics = new ServiceMetrics();
        Record(metrics.NoModel, StatusCode.OK);
        var before = GC.GetAllocatedBytesForCurrentThread();

        for (var i = 0; i < 1000; i++)
        {
            Record(metrics.NoModel, StatusCode.OK);
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void A_duration_is_in_the_first_bucket_whose_bound_it_does_not_pass()
    {
        for (var bucket = 0; bucket < DurationBuckets.UpperBounds.Length; bucket++)
        {
            var ticks = (long)Math.Round(DurationBuckets.UpperBounds[bucket] * Stopwatch.Frequency);
            Assert.Equal(bucket, DurationBuckets.IndexOf(ticks));
            Assert.Equal(bucket, DurationBuckets.IndexOf(ticks - 1));
            Assert.Equal(bucket + 1, DurationBuckets.IndexOf(ticks + 1));
        }

        Assert.Equal(0, DurationBuckets.IndexOf(0));
        Assert.Equal(0, DurationBuckets.IndexOf(-5));
        Assert.Equal(DurationBuckets.UpperBounds.Length, DurationBuckets.IndexOf(long.MaxValue));
    }

    [Fact]
    public void A_code_that_the_protocol_does_not_have_counts_as_unknown()
    {
        using var metrics = new ServiceMetrics();
        metrics.NoModel.RequestStarted();

        metrics.NoModel.RequestFinished(InferenceApi.Rest, (StatusCode)99, 1);

        Assert.Equal(1, metrics.NoModel.Requests(InferenceApi.Rest, StatusCode.Unknown));
    }

    private static void Record(ModelMetrics model, StatusCode code)
    {
        model.RequestStarted();
        model.RecordQueue(0);
        model.RecordCompute((long)(100e-6 * Stopwatch.Frequency));
        model.RequestFinished(InferenceApi.Grpc, code, 1000);
    }
}
