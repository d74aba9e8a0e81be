using InferencePlatform.Service.Inference;
using InferencePlatform.Service.Rest.Json;
using InferencePlatform.Service.Runtime;
using InferencePlatform.Service.Simple;
using Microsoft.AspNetCore.Http;

namespace InferencePlatform.Service.Rest.Predict;

/// <summary>Writes <c>{"outputs": [2, 4, 6]}</c>: the numeric outputs one after another, as the simple API over gRPC does.</summary>
internal static class PredictAnswer
{
    private const int NumbersAtOnce = 512;

    public static async ValueTask WriteAsync(HttpContext http, RestCall call, InferenceResult result, CancellationToken cancellationToken)
    {
        var stream = call.Response;
        http.Response.ContentType = MediaTypes.Json;
        stream.Json.WriteStartObject();
        stream.Json.WriteStartArray("outputs"u8);
        for (var i = 0; i < result.Outputs.Length; i++)
        {
            var output = result.Outputs[i];
            var count = output.Spec.DataType == DataType.Bytes ? 0 : output.Count;
            for (var start = 0; start < count; start += NumbersAtOnce)
            {
                Write(stream, output, start, Math.Min(NumbersAtOnce, count - start));
                if (stream.IsPieceFull)
                {
                    await stream.SendAsync(http.Response, cancellationToken);
                }
            }
        }

        stream.Json.WriteEndArray();
        stream.Json.WriteEndObject();
        if (!http.Response.HasStarted)
        {
            http.Response.ContentLength = stream.Pending;
        }

        await stream.SendAsync(http.Response, cancellationToken);
    }

    private static void Write(ResponseStream stream, OutputTensor output, int start, int count)
    {
        Span<double> numbers = stackalloc double[NumbersAtOnce];
        SimpleOutput.Read(output, start, numbers[..count]);
        foreach (var number in numbers[..count])
        {
            JsonElements.WriteDouble(stream.Json, number);
        }
    }
}
