using System.Diagnostics.Metrics;
using InferencePlatform.Grpc;
using InferencePlatform.Service.Telemetry;
using InferencePlatform.Service.Tests.Telemetry.Rig;

namespace InferencePlatform.Service.Tests.Telemetry;

/// <summary>What those see who listen to .NET's instruments: OTLP exporters and dotnet-counters.</summary>
[Collection(Listeners.Name)]
public sealed class InstrumentTests
{
    [Fact]
    public async Task Listeners_see_the_same_counts_and_durations_as_the_page()
    {
        await using var server = await MeteredServer.StartAsync("fixed_shape");
        var model = server.Metrics.Models.Single();
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
                "inference.request.duration 1 model=fixed_shape version=1",
                "inference.requests 1 model=fixed_shape version=1 api=grpc code=OK",
                "inference.requests.in_flight 1 model=fixed_shape version=1",
                "inference.queue.length 1 model=fixed_shape version=1",
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
