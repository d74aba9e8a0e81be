using System.Runtime.CompilerServices;
using InferencePlatform.Grpc.Memory;
using InferencePlatform.Grpc.Server;
using InferencePlatform.Service.Inference;
using InferencePlatform.Service.Models;
using InferencePlatform.Service.Scheduling;
using InferencePlatform.Service.Simple;

namespace InferencePlatform.Service.Grpc;

/// <summary>The simple API: model.ModelInference.</summary>
internal sealed class PredictService(ModelCatalog catalog, InferenceScheduler scheduler, MessageBufferPool buffers)
{
    public void AddTo(ServerMethods methods) =>
        methods.AddRaw("model.ModelInference/Predict", PredictAsync);

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask PredictAsync(ServerCall call)
    {
        using var message = await call.ReadSingleAsync();
        var state = CallState.Of(call, buffers);
        ModelVersion? version = null;
        try
        {
            var predict = PredictRequestReader.Read(message, state.Request);
            version = catalog.Lease(predict.ModelId.Span, default);
            var inputs = SimpleInput.Bind(version.Signature, state.Request, predict.Inputs);
            using var result = await scheduler.RunAsync(version, inputs, version.AllOutputs, state.Lifetime);
            await PredictResponseWriter.WriteAsync(call, result, 0, 1);
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
