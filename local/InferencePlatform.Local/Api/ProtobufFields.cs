using Fields = System.Collections.Generic.Dictionary<int, (string Name, InferencePlatform.Local.Api.ProtobufField Form, string Inner)>;

namespace InferencePlatform.Local.Api;

/// <summary>How a field of a Kubernetes protobuf message becomes JSON.</summary>
internal enum ProtobufField
{
    Text,
    Number,
    Flag,
    Message,
    Messages,
    Texts,
    TextMap,
    BytesMap,
}

/// <summary>
/// The numbers of the fields that the subcommands of <c>kubectl create</c> send, from <c>generated.proto</c> of
/// Kubernetes' API. Nothing but these subcommands speaks protobuf to this server.
/// </summary>
internal static class ProtobufFields
{
    /// <summary>By message, then by number: the JSON name, its form, and the message inside.</summary>
    public static IReadOnlyDictionary<string, Fields> Messages { get; } = new Dictionary<string, Fields>
    {
        ["Namespace"] = new() { [1] = Meta },
        ["ServiceAccount"] = new() { [1] = Meta },
        ["ConfigMap"] = new() { [1] = Meta, [2] = ("data", ProtobufField.TextMap, ""), [3] = ("binaryData", ProtobufField.BytesMap, ""), [4] = ("immutable", ProtobufField.Flag, "") },
        ["Secret"] = new() { [1] = Meta, [2] = ("data", ProtobufField.BytesMap, ""), [3] = ("type", ProtobufField.Text, ""), [4] = ("stringData", ProtobufField.TextMap, ""), [5] = ("immutable", ProtobufField.Flag, "") },
        ["Deployment"] = new() { [1] = Meta, [2] = ("spec", ProtobufField.Message, "DeploymentSpec") },
        ["DeploymentSpec"] = new() { [1] = ("replicas", ProtobufField.Number, ""), [2] = ("selector", ProtobufField.Message, "LabelSelector"), [3] = ("template", ProtobufField.Message, "PodTemplateSpec") },
        ["LabelSelector"] = new() { [1] = ("matchLabels", ProtobufField.TextMap, "") },
        ["PodTemplateSpec"] = new() { [1] = Meta, [2] = ("spec", ProtobufField.Message, "PodSpec") },
        ["PodSpec"] = new() { [2] = ("containers", ProtobufField.Messages, "Container") },
        ["Container"] = new() { [1] = ("name", ProtobufField.Text, ""), [2] = ("image", ProtobufField.Text, ""), [3] = ("command", ProtobufField.Texts, ""), [4] = ("args", ProtobufField.Texts, ""), [6] = ("ports", ProtobufField.Messages, "ContainerPort") },
        ["ContainerPort"] = new() { [1] = ("name", ProtobufField.Text, ""), [3] = ("containerPort", ProtobufField.Number, ""), [4] = ("protocol", ProtobufField.Text, "") },
        ["ObjectMeta"] = new()
        {
            [1] = ("name", ProtobufField.Text, ""),
            [2] = ("generateName", ProtobufField.Text, ""),
            [3] = ("namespace", ProtobufField.Text, ""),
            [11] = ("labels", ProtobufField.TextMap, ""),
            [12] = ("annotations", ProtobufField.TextMap, ""),
        },
    };

    private static (string Name, ProtobufField Form, string Inner) Meta => ("metadata", ProtobufField.Message, "ObjectMeta");
}
