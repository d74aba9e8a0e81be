using System.Runtime.CompilerServices;
using InferencePlatform.Grpc.Memory;
using InferencePlatform.Grpc.Server;
using InferencePlatform.Service.Inference;
using InferencePlatform.Service.Models;
using InferencePlatform.Service.Scheduling;

namespace InferencePlatform.Service.Grpc;

/// <summary>inference.GRPCInferenceService/ModelInfer, the call that everything else is there for.</summary>
internal sealed class InferService(ModelCatalog catalog, InferenceScheduler scheduler, MessageBufferPool buffers)
{
    public void AddTo(ServerMethods methods) =>
        methods.AddRaw("inference.GRPCInferenceService/ModelInfer", InferAsync);

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask InferAsync(ServerCall call)
    {
        using var message = await call.ReadSingleAsync();
        var state = CallState.Of(call, buffers);
        ModelVersion? version = null;
        try
        {
            var reader = state.Reader;
            reader.Read(message);
            version = catalog.Lease(reader.ModelName.Span, reader.ModelVersion.Span);
            var inputs = InputBinder.Bind(version.Signature, state.Request);
            var outputs = OutputSelection.From(version.AllOutputs, state.Request.RequestedOutputs);
            using var result = await scheduler.RunAsync(version, inputs, outputs, state.Lifetime);
            await InferResponseWriter.WriteAsync(call, version, reader.Id, result, reader.IsRaw);
        }
        catch (InferenceException e)
        {
            throw GrpcErrors.ToRpcException(e);
        }
        finally
        {
            state.Request.Reset();
            version?.Release();
        }
    }
}
