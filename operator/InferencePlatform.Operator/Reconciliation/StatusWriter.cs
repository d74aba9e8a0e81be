using System.Text.Json;
using System.Text.Json.Nodes;
using InferencePlatform.Kubernetes;
using InferencePlatform.Kubernetes.Client;
using InferencePlatform.Operator.Api.V1Alpha1;

namespace InferencePlatform.Operator.Reconciliation;

/// <summary>Writes a model's status, and only where it has changed.</summary>
internal sealed class StatusWriter(IKubernetesClient client)
{
    /// <returns>Whether there was anything to write.</returns>
    public async Task<bool> WriteAsync(InferenceModel model, InferenceModelStatus? before, InferenceModelStatus status, CancellationToken cancellationToken)
    {
        if (before is not null && JsonNode.DeepEquals(ToJson(before), ToJson(status)))
        {
            return false;
        }

        var body = new JsonObject
        {
            ["apiVersion"] = ResourceType.Of<InferenceModel>().ApiVersion,
            ["kind"] = InferenceModel.KindName,

            // With the UID the status of a deleted model cannot land on a new one of its name.
            ["metadata"] = new JsonObject { ["name"] = model.Metadata.Name, ["namespace"] = model.Metadata.Namespace, ["uid"] = model.Metadata.Uid },
            ["status"] = ToJson(status),
        };
        var options = new ApplyOptions(FieldManagers.Operator) { Subresource = "status", Force = true };
        await client.ApplyAsync<JsonObject>(ResourceType.Of<InferenceModel>(), ObjectKey.Of(model), body, options, cancellationToken);
        return true;
    }

    private static JsonNode? ToJson(InferenceModelStatus status) => JsonSerializer.SerializeToNode(status, KubernetesJson.Options);
}
