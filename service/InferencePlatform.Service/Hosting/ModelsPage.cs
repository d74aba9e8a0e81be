using System.Buffers;
using System.Text.Json;
using InferencePlatform.Service.Models;
using InferencePlatform.Service.Runtime;
using InferencePlatform.Service.Telemetry;

namespace InferencePlatform.Service.Hosting;

/// <summary>
/// What an operator wants to know of the models, as JSON: every version with its state and, of those that serve, the file,
/// the signature and how busy it is.
/// </summary>
internal static class ModelsPage
{
    public static ReadOnlyMemory<byte> Create(IEnumerable<ModelEntry> models, ServiceMetrics metrics)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteStartArray("models"u8);
            foreach (var model in models)
            {
                foreach (var status in model.Statuses)
                {
                    Write(json, status, model.Ready.FirstOrDefault(v => v.Version == status.Version), metrics);
                }
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    private static void Write(Utf8JsonWriter json, ModelStatus status, ModelVersion? serving, ServiceMetrics metrics)
    {
        json.WriteStartObject();
        json.WriteString("name"u8, status.Name);
        json.WriteNumber("version"u8, status.Version);
        json.WriteString("state"u8, status.State.ToString());
        json.WriteString("reason"u8, status.Reason);
        if (serving is not null)
        {
            json.WriteString("sha256"u8, serving.Sha256);
            json.WriteNumber("sizeBytes"u8, serving.SizeBytes ?? 0);
            json.WriteString("loadedAt"u8, serving.LoadedAt);
            json.WriteNumber("callsInFlight"u8, metrics.Of(serving).InFlight);
            json.WriteTensors("inputs"u8, serving.Signature.Inputs);
            json.WriteTensors("outputs"u8, serving.Signature.Outputs);
        }

        json.WriteEndObject();
    }
}
