using System.Text.Json.Nodes;
using InferencePlatform.Kubernetes.Schema;
using InferencePlatform.Kubernetes.Yaml;

namespace InferencePlatform.Operator.Api.V1Alpha1;

/// <summary>The CustomResourceDefinition of <see cref="InferenceModel"/>, made of its type.</summary>
internal static class CustomResourceDefinitionWriter
{
    public static string Name => $"{InferenceModel.Plural}.{InferenceModel.Group}";

    public static string WriteYaml() => "# Made by `make manifests` from operator/InferencePlatform.Operator/Api/V1Alpha1; changes go there.\n" + KubernetesYaml.Write(Create());

    public static JsonObject Create() => new()
    {
        ["apiVersion"] = "apiextensions.k8s.io/v1",
        ["kind"] = "CustomResourceDefinition",
        ["metadata"] = new JsonObject { ["name"] = Name },
        ["spec"] = new JsonObject
        {
            ["group"] = InferenceModel.Group,
            ["scope"] = "Namespaced",
            ["names"] = new JsonObject
            {
                ["kind"] = InferenceModel.KindName,
                ["listKind"] = $"{InferenceModel.KindName}List",
                ["plural"] = InferenceModel.Plural,
                ["singular"] = "inferencemodel",
                ["shortNames"] = new JsonArray("imodel"),
                ["categories"] = new JsonArray("all"),
            },
            ["versions"] = new JsonArray(Version()),
        },
    };

    private static JsonObject Version() => new()
    {
        ["name"] = InferenceModel.Version,
        ["served"] = true,
        ["storage"] = true,
        ["subresources"] = new JsonObject
        {
            ["status"] = new JsonObject(),
            ["scale"] = new JsonObject
            {
                ["specReplicasPath"] = ".spec.replicas",
                ["statusReplicasPath"] = ".status.replicas",
                ["labelSelectorPath"] = ".status.selector",
            },
        },
        ["additionalPrinterColumns"] = new JsonArray(
            Column("Ready", "string", ".status.conditions[?(@.type==\"Ready\")].status", "Whether what the spec asks for now serves."),
            Column("Reason", "string", ".status.conditions[?(@.type==\"Ready\")].reason", "Why, in one word."),
            Column("Model version", "integer", ".status.model.version", "The version that is served."),
            Column("Replicas", "string", ".status.serving", "Ready and wanted pods."),
            Column("Endpoint", "string", ".status.endpoint.grpc", "Where to call it by gRPC."),
            Column("Age", "date", ".metadata.creationTimestamp", "When it was made."),
            Column("SHA256", "string", ".status.model.sha256", "Of the ONNX file that serves.", wide: true),
            Column("Image", "string", ".status.image", "The server's image.", wide: true)),
        ["schema"] = new JsonObject { ["openAPIV3Schema"] = Schema() },
    };

    private static JsonObject Schema()
    {
        var schema = SchemaGenerator.Generate(typeof(InferenceModel));
        var properties = schema["properties"]!.AsObject();
        properties["apiVersion"]!["description"] = "The version of this form of the object: inferenceplatform.io/v1alpha1.";
        properties["kind"]!["description"] = "InferenceModel.";
        return schema;
    }

    private static JsonObject Column(string name, string type, string path, string description, bool wide = false)
    {
        var column = new JsonObject { ["name"] = name, ["type"] = type, ["description"] = description, ["jsonPath"] = path };
        if (wide)
        {
            column["priority"] = 1;
        }

        return column;
    }
}
