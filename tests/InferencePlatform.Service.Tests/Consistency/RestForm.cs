using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Inference;

namespace InferencePlatform.Service.Tests.Consistency;

/// <summary>A gRPC request as the same request over REST: typed contents as JSON, raw ones as binary data.</summary>
internal static class RestForm
{
    public static string PathOf(ModelInferRequest request) =>
        $"/v2/models/{request.ModelName}{(request.ModelVersion.Length > 0 ? "/versions/" + request.ModelVersion : "")}/infer";

    public static HttpContent BodyOf(ModelInferRequest request)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(new JsonObject
        {
            ["inputs"] = new JsonArray([.. request.Inputs.Select((_, i) => InputOf(request, i))]),
            ["outputs"] = new JsonArray([.. request.Outputs.Select(o => new JsonObject { ["name"] = o.Name })]),
        });
        var content = new ByteArrayContent([.. json, .. request.RawInputContents.SelectMany(raw => raw)]);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        content.Headers.Add("Inference-Header-Content-Length", $"{json.Length}");
        return content;
    }

    private static JsonObject InputOf(ModelInferRequest request, int index)
    {
        var input = request.Inputs[index];
        var json = new JsonObject
        {
            ["name"] = input.Name,
            ["datatype"] = input.Datatype,
            ["shape"] = new JsonArray([.. input.Shape.Select(d => JsonValue.Create(d))]),
        };
        if (request.RawInputContents.Count > 0)
        {
            json["parameters"] = new JsonObject { ["binary_data_size"] = request.RawInputContents[index].Length };
        }
        else
        {
            json["data"] = DataOf(input.Contents ?? new InferTensorContents());
        }

        return json;
    }

    private static JsonArray DataOf(InferTensorContents contents) =>
    [
        .. contents.Fp32Contents.Select(n => JsonValue.Create(n)),
        .. contents.IntContents.Select(n => JsonValue.Create(n)),
        .. contents.Int64Contents.Select(n => JsonValue.Create(n)),
        .. contents.UintContents.Select(n => JsonValue.Create(n)),
    ];
}
