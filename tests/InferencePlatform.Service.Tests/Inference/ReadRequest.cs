using System.Text;
using Inference;
using InferencePlatform.Grpc;
using InferencePlatform.Grpc.Memory;
using InferencePlatform.Service.Grpc;
using InferencePlatform.Service.Inference;
using InferencePlatform.Service.Runtime;

namespace InferencePlatform.Service.Tests.Inference;

/// <summary>All that a ModelInferRequest says to us, by our own reader or by Google's, as text that can be compared.</summary>
internal static class ReadRequest
{
    /// <summary>As our reader has it; null where it refuses the bytes in the way it should.</summary>
    public static string? ByOurs(byte[] bytes, MessageBufferPool pool, out Exception? refusal)
    {
        var request = new InferenceRequest(pool, new ByteLease(new ByteBudget(long.MaxValue)));
        using var message = pool.Rent(bytes.Length);
        bytes.CopyTo(message.Span);
        try
        {
            var reader = new InferRequestReader(request);
            reader.Read(message);
            refusal = null;
            return Describe(reader, request);
        }
        catch (Exception e) when (e is RpcException or InferenceException)
        {
            refusal = e;
            return null;
        }
        finally
        {
            request.Reset();
        }
    }

    /// <summary>As Google's reader has it, once it took the bytes.</summary>
    public static string ByGoogles(ModelInferRequest request)
    {
        var text = new StringBuilder($"{request.ModelName}|{request.ModelVersion}|{request.Id}\n");
        for (var i = 0; i < request.Inputs.Count; i++)
        {
            var input = request.Inputs[i];
            var data = request.RawInputContents.Count > 0
                ? request.RawInputContents.ElementAtOrDefault(i)?.ToByteArray()
                : RandomTensor.ToRaw(input.Datatype, input.Contents ?? new InferTensorContents());
            Append(text, input.Name, input.Datatype, [.. input.Shape], data);
        }

        return text.AppendJoin('|', request.Outputs.Select(o => o.Name)).ToString();
    }

    private static string Describe(InferRequestReader reader, InferenceRequest request)
    {
        var text = new StringBuilder($"{Text(reader.ModelName)}|{Text(reader.ModelVersion)}|{Text(reader.Id)}\n");
        foreach (var input in request.Inputs)
        {
            Append(text, Text(input.Name), input.DataType.Name(), [.. input.Shape], input.Data.Span);
        }

        return text.AppendJoin('|', request.RequestedOutputs.Select(Text)).ToString();
    }

    private static void Append(StringBuilder text, string name, string dataType, long[] shape, ReadOnlySpan<byte> data) =>
        text.Append(name).Append('|').Append(dataType).Append('|').AppendJoin(',', shape).Append('|').Append(Convert.ToHexString(data)).Append('\n');

    private static string Text(NativeBytes bytes) => Encoding.UTF8.GetString(bytes.Span);
}
