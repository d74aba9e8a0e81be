using System.Text.Json;
using System.Text.Json.Serialization;

namespace InferencePlatform.Operator.Signatures;

/// <summary>What a pod answers on <c>/models</c> of its management port.</summary>
internal sealed record ServedModels(IReadOnlyList<ServedModel> Models)
{
    /// <exception cref="JsonException">It is something else.</exception>
    public static ServedModels Parse(ReadOnlySpan<byte> json) => JsonSerializer.Deserialize(json, ServedModelsJson.Default.ServedModels) ?? throw new JsonException("It is null.");
}

/// <summary>One version of a model in a pod.</summary>
internal sealed record ServedModel
{
    public required string Name { get; init; }

    public required long Version { get; init; }

    public string? Sha256 { get; init; }

    public long? SizeBytes { get; init; }

    /// <summary>Requests started and not finished; null where the version does not serve.</summary>
    public long? CallsInFlight { get; init; }

    public IReadOnlyList<ServedTensor>? Inputs { get; init; }

    public IReadOnlyList<ServedTensor>? Outputs { get; init; }
}

/// <summary>An input or output.</summary>
internal sealed record ServedTensor
{
    public required string Name { get; init; }

    public required string Datatype { get; init; }

    public required IReadOnlyList<long> Shape { get; init; }
}

[JsonSerializable(typeof(ServedModels))]
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, RespectRequiredConstructorParameters = true)]
internal sealed partial class ServedModelsJson : JsonSerializerContext;
