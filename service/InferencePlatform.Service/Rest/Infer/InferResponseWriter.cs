using System.Text.Json;
using InferencePlatform.Service.Inference;
using InferencePlatform.Service.Models;
using InferencePlatform.Service.Rest.Json;
using InferencePlatform.Service.Runtime;
using Microsoft.AspNetCore.Http;

namespace InferencePlatform.Service.Rest.Infer;

/// <summary>Writes an Open Inference Protocol answer straight from a run's outputs.</summary>
internal sealed class InferResponseWriter(HttpResponse response, RestCall call, OutputTensor[] outputs, CancellationToken cancellationToken)
{
    /// <summary>Numbers written between two looks at whether a piece is full.</summary>
    private const int NumbersAtOnce = 1024;

    private readonly Utf8JsonWriter _json = call.Response.Json;

    // The JSON's length stands in a header, so with bytes to follow none of it can be sent before all is written.
    private readonly bool _hasBinary = Enumerable.Range(0, outputs.Length).Any(i => IsBinary(call, i));

    public static async ValueTask WriteAsync(HttpContext http, RestCall call, ModelVersion version, InferenceResult result, CancellationToken cancellationToken)
    {
        var outputs = new OutputTensor[result.Outputs.Length];
        for (var i = 0; i < outputs.Length; i++)
        {
            outputs[i] = result.Outputs[i];
            if (!IsBinary(call, i))
            {
                TextOutputCheck.Check(outputs[i]);
            }
        }

        await new InferResponseWriter(http.Response, call, outputs, cancellationToken).WriteAsync(version);
    }

    private static bool IsBinary(RestCall call, int index) =>
        (index < call.BinaryOutputs.Count ? call.BinaryOutputs[index] : null) ?? call.BinaryOutput;

    private async ValueTask WriteAsync(ModelVersion version)
    {
        response.ContentType = _hasBinary ? MediaTypes.Binary : MediaTypes.Json;
        _json.WriteStartObject();
        _json.WriteString("model_name"u8, version.Utf8Name);
        _json.WriteString("model_version"u8, version.Utf8Version);
        if (call.Id is { } id)
        {
            _json.WriteString("id"u8, id.Span);
        }

        _json.WriteStartArray("outputs"u8);
        long binarySize = 0;
        for (var i = 0; i < outputs.Length; i++)
        {
            binarySize += await WriteOutputAsync(i);
        }

        _json.WriteEndArray();
        _json.WriteEndObject();
        await EndAsync(binarySize);
    }

    /// <summary>Writes one member of <c>outputs</c>; the bytes that are to follow for it.</summary>
    private async ValueTask<long> WriteOutputAsync(int index)
    {
        var output = outputs[index];
        _json.WriteStartObject();
        _json.WriteString("name"u8, output.Spec.Utf8Name);
        _json.WriteStartArray("shape"u8);
        foreach (var dimension in output.Shape)
        {
            _json.WriteNumberValue(dimension);
        }

        _json.WriteEndArray();
        _json.WriteString("datatype"u8, output.Spec.DataType.Utf8Name());
        long size = 0;
        if (IsBinary(call, index))
        {
            size = BinaryOutput.Size(output);
            _json.WriteStartObject("parameters"u8);
            _json.WriteNumber("binary_data_size"u8, size);
            _json.WriteEndObject();
        }
        else
        {
            await WriteDataAsync(output);
        }

        _json.WriteEndObject();
        return size;
    }

    private async ValueTask WriteDataAsync(OutputTensor output)
    {
        _json.WriteStartArray("data"u8);
        var count = output.Count;
        var atOnce = output.Spec.DataType == DataType.Bytes ? 1 : NumbersAtOnce;
        for (var start = 0; start < count; start += atOnce)
        {
            JsonElements.Write(_json, output, start, Math.Min(atOnce, count - start));
            if (call.Response.IsPieceFull && !_hasBinary)
            {
                await call.Response.SendAsync(response, cancellationToken);
            }
        }

        _json.WriteEndArray();
    }

    private async ValueTask EndAsync(long binarySize)
    {
        var jsonLength = call.Response.Pending;
        if (!response.HasStarted)
        {
            response.ContentLength = jsonLength + binarySize;
        }

        if (_hasBinary)
        {
            response.Headers[MediaTypes.JsonLengthHeader] = jsonLength.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }

        await call.Response.SendAsync(response, cancellationToken);
        for (var i = 0; i < outputs.Length; i++)
        {
            if (IsBinary(call, i))
            {
                await BinaryOutput.WriteAsync(response.BodyWriter, outputs[i], cancellationToken);
            }
        }
    }
}
