using System.Text.Json;

namespace InferencePlatform.Service.Runtime;

/// <summary>A model's inputs or outputs as the Open Inference Protocol writes them in JSON.</summary>
internal static class SignatureJson
{
    public static void WriteTensors(this Utf8JsonWriter json, ReadOnlySpan<byte> role, IReadOnlyList<TensorSpec> specs)
    {
        json.WriteStartArray(role);
        foreach (var spec in specs)
        {
            json.WriteStartObject();
            json.WriteString("name"u8, spec.Utf8Name);
            json.WriteString("datatype"u8, spec.DataType.Utf8Name());
            json.WriteStartArray("shape"u8);
            foreach (var dimension in spec.Shape)
            {
                json.WriteNumberValue(dimension);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
