using System.Text.Json.Nodes;
using InferencePlatform.Kubernetes;
using InferencePlatform.Kubernetes.Client;
using InferencePlatform.Kubernetes.Models;

namespace InferencePlatform.Local.Controllers;

/// <summary>The writes that controllers have in common.</summary>
internal static class Writes
{
    /// <summary>Who writes, in <c>managedFields</c>; the name that the same controllers have in a cluster.</summary>
    public const string Manager = "kube-controller-manager";

    private static readonly WriteOptions Plain = new() { FieldManager = Manager };
    private static readonly WriteOptions Status = new() { FieldManager = Manager, Subresource = "status" };

    /// <summary>Changes an object, if it is still the one that was decided on.</summary>
    /// <exception cref="ApiException">409 where it has changed meanwhile: decide anew.</exception>
    public static Task ChangeAsync(
        this IKubernetesClient client, ResourceType resource, KubernetesObject o, JsonObject change, CancellationToken cancellationToken)
    {
        var metadata = change["metadata"] as JsonObject ?? [];
        metadata["uid"] = o.Metadata.Uid;
        metadata["resourceVersion"] = o.Metadata.ResourceVersion;
        change["metadata"] = metadata;
        return client.PatchAsync<JsonObject>(resource, ObjectKey.Of(o), Patch.Merge(change), Plain, cancellationToken);
    }

    /// <summary>Writes a status where it is another one than before.</summary>
    public static Task ReportAsync<T, TStatus>(this IKubernetesClient client, T o, TStatus? before, TStatus status, CancellationToken cancellationToken)
        where T : KubernetesObject => JsonEquality.Same(before, status)
            ? Task.CompletedTask
            : client.PatchAsync<JsonObject>(
                ResourceType.Of<T>(), ObjectKey.Of(o),
                Patch.Merge(new JsonObject { ["metadata"] = new JsonObject { ["uid"] = o.Metadata.Uid }, ["status"] = JsonEquality.Node(status) }),
                Status, cancellationToken);
}
