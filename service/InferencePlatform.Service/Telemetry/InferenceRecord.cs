using System.Diagnostics;
using InferencePlatform.Grpc;
using InferencePlatform.Service.Models;
using InferencePlatform.Service.Telemetry.Tracing;

namespace InferencePlatform.Service.Telemetry;

/// <summary>
/// The telemetry of one inference, from its arrival to its answer; made by <see cref="ServiceMetrics"/>. It is a
/// mutable value: keep it in one variable.
/// </summary>
internal struct InferenceRecord
{
    private readonly ServiceMetrics _metrics;
    private readonly InferenceApi _api;
    private readonly long _start;
    private readonly Activity? _span;
    private ModelMetrics? _model;
    private StatusCode _code;

    public InferenceRecord(ServiceMetrics metrics, InferenceApi api, long startTimestamp, Activity? span)
    {
        _metrics = metrics;
        _api = api;
        _start = startTimestamp;
        _span = span;
    }

    /// <summary>The request is for this version; from now on it counts as in flight there.</summary>
    public void Found(ModelVersion version)
    {
        _model = _metrics.Of(version);
        _model.RequestStarted();
        if (_span is not null)
        {
            Spans.Found(_span, version);
        }
    }

    /// <summary>
    /// Notes how the request fails. Always false, so that it can stand in an exception filter and see every exception
    /// on its way: <c>catch (Exception e) when (record.Failed(e, call.DeadlinePassed))</c>.
    /// </summary>
    public bool Failed(Exception exception, bool deadlinePassed)
    {
        _code = FailureCode.Of(exception, deadlinePassed);
        return false;
    }

    /// <summary>Notes how the request fails, where that is no exception.</summary>
    public void Failed(StatusCode code) => _code = code;

    /// <summary>The request is over, well unless <c>Failed</c> was called. Call it once, whatever happened.</summary>
    public readonly void End()
    {
        var model = _model;
        if (model is null)
        {
            model = _metrics.NoModel;
            model.RequestStarted();
        }

        var took = Stopwatch.GetTimestamp() - _start;
        model.RequestFinished(_api, _code, took);
        _metrics.RequestLog?.Write(_api, model, _code, took);
        if (_span is not null)
        {
            Spans.End(_span, _code);
        }
    }
}
