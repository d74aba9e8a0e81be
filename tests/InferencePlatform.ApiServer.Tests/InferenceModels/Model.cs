using System.Text.Json.Nodes;

namespace InferencePlatform.ApiServer.Tests.InferenceModels;

/// <summary>InferenceModels for tests.</summary>
internal static class Model
{
    private const string Smallest = """{"model":{"uri":"configmap://digits/model.onnx"}}""";

    /// <summary>The smallest one that is valid, with a spec merged over it.</summary>
    public static string With(string name, string spec = "{}") => new JsonObject
    {
        ["apiVersion"] = "inferenceplatform.io/v1alpha1",
        ["kind"] = "InferenceModel",
        ["metadata"] = new JsonObject { ["name"] = name },
        ["spec"] = Merged(Json.Of(Smallest), Json.Of(spec)),
    }.ToJsonString();

    private static JsonObject Merged(JsonObject target, JsonObject over)
    {
        foreach (var (key, value) in over)
        {
            target[key] = target[key] is JsonObject inner && value is JsonObject other ? Merged(inner, other) : value?.DeepClone();
        }

        return target;
    }
}
