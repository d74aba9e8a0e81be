using System.Text.Json.Nodes;
using InferencePlatform.Kubernetes;
using InferencePlatform.Kubernetes.Client;
using InferencePlatform.Kubernetes.Models;
using InferencePlatform.Operator.Rendering;

namespace InferencePlatform.Operator.Reconciliation;

/// <summary>Sets a Deployment's replicas, and in the same call what for.</summary>
internal static class DeploymentScale
{
    /// <param name="client">The API server.</param>
    /// <param name="deployment">The Deployment.</param>
    /// <param name="uid">Which one it must be; the API server refuses the change of another that has its name.</param>
    /// <param name="replicas">Null leaves the number alone.</param>
    /// <param name="scaledFor">What to remember on it, for <see cref="Planning.Scaling"/>.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public static Task SetAsync(IKubernetesClient client, ObjectKey deployment, string uid, int? replicas, string scaledFor, CancellationToken cancellationToken)
    {
        var change = new JsonObject { ["metadata"] = new JsonObject { ["uid"] = uid, ["annotations"] = new JsonObject { [Annotations.ScaledFor] = scaledFor } } };
        if (replicas is { } number)
        {
            change["spec"] = new JsonObject { ["replicas"] = number };
        }

        return client.PatchAsync<JsonObject>(
            ResourceType.Of<Deployment>(), deployment, Patch.Merge(change), new WriteOptions { FieldManager = FieldManagers.Scale }, cancellationToken);
    }
}
