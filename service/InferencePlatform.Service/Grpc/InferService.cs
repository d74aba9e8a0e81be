using System.Runtime.CompilerServices;
using InferencePlatform.Grpc.Server;
using InferencePlatform.Service.Inference;
using InferencePlatform.Service.Models;
using InferencePlatform.Service.Telemetry;
using InferencePlatform.Service.Telemetry.Tracing;

namespace InferencePlatform.Service.Grpc;

/// <summary>inference.GRPCInferenceService/ModelInfer, the call that everything else is there for.</summary>
internal sealed class InferService(InferenceServices services)
{
    public void AddTo(ServerMethods methods) =>
        methods.AddInline("inference.GRPCInferenceService/ModelInfer", InferAsync);

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask InferAsync(ServerCall call)
    {
        call.LimitTime(services.RequestTimeout);
        var state = CallState.Of(call, services);
        var record = services.Metrics.Begin(InferenceApi.Grpc, call);
        var stages = RequestStages.FromArrival();
        ModelVersion? version = null;
        try
        {
            using var message = await call.ReadSingleAsync();
            stages.End(RequestStages.Receive);
            var reader = state.Reader;
            reader.Read(message);
            version = services.Catalog.Lease(reader.ModelName.Span, reader.ModelVersion.Span);
            record.Found(version);
            var inputs = InputBinder.Bind(version.Signature, state.Request);
            var outputs = OutputSelection.From(version.AllOutputs, state.Request.RequestedOutputs);
            stages.End(RequestStages.Decode);
            await services.Scheduler.RunAsync(version, inputs, outputs, state.Request.Result, state.Lifetime);
            stages.Begin();
            await InferResponseWriter.WriteAsync(call, version, reader.Id, state.Request.Result, reader.IsRaw);
            stages.End(RequestStages.Encode);
        }
        catch (Exception e) when (record.Failed(e, call.DeadlinePassed))
        {
            throw;
        }
        catch (InferenceException e)
        {
            throw GrpcErrors.ToRpcException(e);
        }
        finally
        {
            record.End();
            state.Request.Reset();
            version?.Release();
        }
    }
}
