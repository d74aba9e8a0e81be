using InferencePlatform.Service.Inference;
using InferencePlatform.Service.Models;
using InferencePlatform.Service.Rest.Infer;
using InferencePlatform.Service.Rest.Predict;
using InferencePlatform.Service.Simple;
using InferencePlatform.Service.Telemetry.Tracing;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.ObjectPool;

namespace InferencePlatform.Service.Rest;

/// <summary>Inference by the Open Inference Protocol and by the simple API.</summary>
internal sealed class InferenceEndpoint(RestServices services)
{
    private readonly ObjectPool<RestCall> _calls = new DefaultObjectPool<RestCall>(new RestCallPolicy(services));

    public Task InferAsync(HttpContext http, RestRoute route) => ServeAsync(http, route, InferAsync);

    public Task PredictAsync(HttpContext http, RestRoute route) => ServeAsync(http, route, PredictAsync);

    private async Task ServeAsync(HttpContext http, RestRoute route, Func<HttpContext, RestCall, ModelVersion, RestCallLifetime, ValueTask> serve)
    {
        if (!services.Calls.TryEnter())
        {
            throw new InferenceException(InferenceError.ResourceExhausted, $"The server has {services.Calls.Max} calls in flight, which is its limit; try again later.");
        }

        var call = _calls.Get();
        using var lifetime = new RestCallLifetime(http, services.Options.RequestTimeout);
        http.SetEndpoint(RouteTemplate.Of(route));
        var record = services.Metrics.Begin(http);
        ModelVersion? version = null;
        try
        {
            MediaTypes.CheckRequest(http.Request);
            await call.Body.ReadAsync(http, lifetime);
            RequestStages.FromArrival().End(RequestStages.Receive);
            version = services.Catalog.Lease(route);
            record.Found(version);
            await serve(http, call, version, lifetime);
        }
        catch (Exception e) when (record.Failed(e, lifetime.DeadlinePassed))
        {
            throw;
        }
        catch (Exception e) when (e is OperationCanceledException or ConnectionAbortedException or (IOException and not BadHttpRequestException))
        {
            throw lifetime.Explain(e);
        }
        finally
        {
            record.End();
            _calls.Return(call);
            version?.Release();
            services.Calls.Exit();
        }
    }

    private async ValueTask InferAsync(HttpContext http, RestCall call, ModelVersion version, RestCallLifetime lifetime)
    {
        var stages = RequestStages.FromNow();
        InferBody.Read(call, http.Request);
        var outputs = OutputSelection.From(version.AllOutputs, call.Request.RequestedOutputs);
        var inputs = InputBinder.Bind(version.Signature, call.Request);
        stages.End(RequestStages.Decode);
        await services.Scheduler.RunAsync(version, inputs, outputs, call.Request.Result, lifetime);
        stages.Begin();
        await InferResponseWriter.WriteAsync(http, call, version, call.Request.Result, lifetime.Token);
        stages.End(RequestStages.Encode);
    }

    private async ValueTask PredictAsync(HttpContext http, RestCall call, ModelVersion version, RestCallLifetime lifetime)
    {
        var stages = RequestStages.FromNow();
        var inputs = SimpleInput.Bind(version.Signature, call.Request, PredictBody.Read(call));
        stages.End(RequestStages.Decode);
        await services.Scheduler.RunAsync(version, inputs, version.AllOutputs, call.Request.Result, lifetime);
        stages.Begin();
        await PredictAnswer.WriteAsync(http, call, call.Request.Result, lifetime.Token);
        stages.End(RequestStages.Encode);
    }
}
