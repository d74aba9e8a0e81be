using InferencePlatform.Grpc.Memory;
using InferencePlatform.Grpc.Server;
using InferencePlatform.Service.Grpc;
using InferencePlatform.Service.Inference;
using InferencePlatform.Service.Models;
using InferencePlatform.Service.Scheduling;
using InferencePlatform.Service.Simple;
using InferencePlatform.Service.Telemetry;

namespace InferencePlatform.Service.Tests.Telemetry.Rig;

/// <summary>The simple API as the service has it, with its record placed as services place it.</summary>
internal sealed class RecordedPredict(ModelCatalog catalog, InferenceScheduler scheduler, ServiceMetrics metrics)
{
    private readonly MessageBufferPool _buffers = new(1 << 20);

    public async ValueTask PredictAsync(ServerCall call)
    {
        var record = metrics.Begin(InferenceApi.Simple, call);
        var request = new InferenceRequest(_buffers, new ByteLease(new ByteBudget(long.MaxValue)));
        ModelVersion? version = null;
        try
        {
            using var message = await call.ReadSingleAsync();
            var predict = PredictRequestReader.Read(message, request);
            version = catalog.Lease(predict.ModelId.Span, default);
            record.Found(version);
            var inputs = SimpleInput.Bind(version.Signature, request, predict.Inputs);
            await scheduler.RunAsync(version, inputs, version.AllOutputs, request.Result, new GrpcCallLifetime(call));
            await PredictResponseWriter.WriteAsync(call, request.Result, 0, 1);
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
            request.Reset();
            record.End();
            version?.Release();
        }
    }
}
