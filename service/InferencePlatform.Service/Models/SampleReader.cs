using System.Text.Json;
using InferencePlatform.Service.Runtime;

namespace InferencePlatform.Service.Models;

/// <summary>Reads warm-up samples: inference requests as the Open Inference Protocol writes them in JSON.</summary>
internal static class SampleReader
{
    /// <summary>Samples that one model may have.</summary>
    public const int MaxSamples = 256;

    /// <summary>Reads a list of requests, or a single one.</summary>
    /// <exception cref="FormatException">It is something else; the message names the sample.</exception>
    public static IReadOnlyList<WarmupSample> ReadAll(JsonElement json)
    {
        if (json.ValueKind == JsonValueKind.Object)
        {
            return [Read(json, 1)];
        }

        if (json.ValueKind != JsonValueKind.Array || json.GetArrayLength() > MaxSamples)
        {
            throw new FormatException($"samples are a list of at most {MaxSamples} inference requests, {{\"inputs\": [...]}}");
        }

        return [.. json.EnumerateArray().Select((sample, i) => Read(sample, i + 1))];
    }

    private static WarmupSample Read(JsonElement json, int number)
    {
        try
        {
            return Property(json, "inputs") is { ValueKind: JsonValueKind.Array } inputs
                ? new WarmupSample([.. inputs.EnumerateArray().Select(ReadTensor)])
                : throw new FormatException("it has no list 'inputs'");
        }
        catch (FormatException e)
        {
            throw new FormatException($"sample {number}: {e.Message}", e);
        }
    }

    private static SampleTensor ReadTensor(JsonElement json)
    {
        var name = Property(json, "name") is { ValueKind: JsonValueKind.String } n
            ? n.GetString()!
            : throw new FormatException("an input has no 'name'");
        if (Property(json, "datatype") is not { ValueKind: JsonValueKind.String } type ||
            !DataTypes.TryParse(System.Text.Encoding.UTF8.GetBytes(type.GetString()!), out var dataType))
        {
            throw new FormatException($"input '{name}' needs a 'datatype', one of {DataTypes.AllNames}");
        }

        if (Property(json, "shape") is not { ValueKind: JsonValueKind.Array } shape ||
            !shape.EnumerateArray().All(d => d.ValueKind == JsonValueKind.Number && d.TryGetInt64(out var length) && length >= 0))
        {
            throw new FormatException($"input '{name}' needs a 'shape', a list of lengths");
        }

        return Property(json, "data") is { ValueKind: JsonValueKind.Array } data
            ? new SampleTensor(name, dataType, [.. shape.EnumerateArray().Select(d => d.GetInt64())], SampleData.Read(name, dataType, data))
            : throw new FormatException($"input '{name}' needs 'data', a list");
    }

    private static JsonElement? Property(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) ? value : null;
}
