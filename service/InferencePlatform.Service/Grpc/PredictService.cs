using System.Runtime.CompilerServices;
using InferencePlatform.Grpc.Memory;
using InferencePlatform.Grpc.Server;
using InferencePlatform.Service.Inference;
using InferencePlatform.Service.Models;
using InferencePlatform.Service.Simple;
using InferencePlatform.Service.Telemetry;
using InferencePlatform.Service.Telemetry.Tracing;

namespace InferencePlatform.Service.Grpc;

/// <summary>The simple API: model.ModelInference, and its streaming forms in model.ModelInferenceStream.</summary>
internal sealed class PredictService(InferenceServices services)
{
    public void AddTo(ServerMethods methods) => methods
        .AddInline("model.ModelInference/Predict", PredictAsync)
        .AddRaw("model.ModelInferenceStream/PredictServerStream", PredictServerStreamAsync)
        .AddRaw("model.ModelInferenceStream/PredictClientStream", PredictClientStreamAsync)
        .AddRaw("model.ModelInferenceStream/PredictBidiStream", PredictBidiStreamAsync);

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask PredictAsync(ServerCall call)
    {
        call.LimitTime(services.RequestTimeout);
        using var message = await call.ReadSingleAsync();
        var record = services.Metrics.Begin(InferenceApi.Simple, call);
        RequestStages.FromArrival().End(RequestStages.Receive);
        await AnswerAsync(call, message, record, default(object?), static (call, result, _) =>
            PredictResponseWriter.WriteAsync(call, result, 0, 1));
    }

    private async ValueTask PredictServerStreamAsync(ServerCall call)
    {
        call.LimitTime(services.RequestTimeout);
        using var message = await call.ReadSingleAsync();
        var record = services.Metrics.Begin(InferenceApi.Simple, call);
        RequestStages.FromArrival().End(RequestStages.Receive);
        await AnswerAsync(call, message, record, default(object?), static async (call, result, _) =>
        {
            var rows = SimpleOutput.CountRows(result);
            for (var row = 0; row < rows; row++)
            {
                await PredictResponseWriter.WriteAsync(call, result, row, rows);
                await call.FlushAsync();
            }
        });
    }

    private async ValueTask PredictClientStreamAsync(ServerCall call)
    {
        using var outputs = new GatheredOutputs(services.MaxMessageSize, new ByteLease(services.Budget));
        await ForEachMessageAsync(call, outputs, static (_, result, outputs) =>
        {
            outputs.Add(result);
            return ValueTask.CompletedTask;
        });
        PredictResponseWriter.Write(call, outputs.Numbers);
    }

    private ValueTask PredictBidiStreamAsync(ServerCall call) =>
        ForEachMessageAsync(call, default(object?), static async (call, result, _) =>
        {
            await PredictResponseWriter.WriteAsync(call, result, 0, 1);
            await call.FlushAsync();
        });

    /// <summary>Answers each message of a stream; the time limit is each message's own, and none while waiting for it.</summary>
    private async ValueTask ForEachMessageAsync<TState>(
        ServerCall call, TState state, Func<ServerCall, InferenceResult, TState, ValueTask> use)
    {
        while (await call.ReadAsync() is { } message)
        {
            using (message)
            {
                call.LimitTime(services.RequestTimeout);
                await AnswerAsync(call, message, services.Metrics.BeginMessage(InferenceApi.Simple, call), state, use);
                call.LimitTime(Timeout.InfiniteTimeSpan);
            }
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask AnswerAsync<TState>(
        ServerCall call, MessageBuffer message, InferenceRecord record, TState state, Func<ServerCall, InferenceResult, TState, ValueTask> use)
    {
        var kept = CallState.Of(call, services);
        var stages = RequestStages.FromNow();
        ModelVersion? version = null;
        try
        {
            var predict = PredictRequestReader.Read(message, kept.Request);
            version = services.Catalog.Lease(predict.ModelId.Span, default);
            record.Found(version);
            var inputs = SimpleInput.Bind(version.Signature, kept.Request, predict.Inputs);
            stages.End(RequestStages.Decode);
            await services.Scheduler.RunAsync(version, inputs, version.AllOutputs, kept.Request.Result, kept.Lifetime);
            stages.Begin();
            await use(call, kept.Request.Result, state);
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
            kept.Request.Reset();
            version?.Release();
        }
    }
}
