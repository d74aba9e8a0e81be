using System.Diagnostics.Metrics;
using InferencePlatform.Grpc;
using InferencePlatform.Service.Telemetry;

namespace InferencePlatform.Service.Tests.Telemetry;

/// <summary>What those see who listen to .NET's instruments: OTLP exporters and dotnet-counters.</summary>
[Collection(Listeners.Name)]
public sealed class InstrumentTests
{
    [Fact]
    public void Listeners_see_the_same_counts_and_durations_as_the_page()
    {
        using var metrics = new ServiceMetrics();
        metrics.ModelLoaded("heard", 1, TimeSpan.FromSeconds(1));
        var model = metrics.Models.Single();
        var heard = new List<string>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, l) =>
            {
                if (instrument.Meter.Name == ServiceMetrics.MeterName)
                {
                    l.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => heard.Add($"{instrument.Name} {value} {Text(tags)}"));
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => heard.Add($"{instrument.Name} {value:0.###} {Text(tags)}"));
        listener.Start();

        model.RequestStarted();
        model.RequestStarted();
        model.EnteredQueue();
        model.RequestFinished(InferenceApi.Grpc, StatusCode.OK, System.Diagnostics.Stopwatch.Frequency);
        listener.RecordObservableInstruments();

        Assert.Equal(
            [
                "inference.request.duration 1 model=heard version=1",
                "inference.requests 1 model=heard version=1 api=grpc code=OK",
                "inference.requests.in_flight 1 model=heard version=1",
                "inference.queue.length 1 model=heard version=1",
            ],
            heard);
    }

    private static string Text(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var texts = new List<string>();
        foreach (var (key, value) in tags)
        {
            texts.Add($"{key}={value}");
        }

        return string.Join(' ', texts);
    }
}
