using System.Text.Json.Nodes;
using InferencePlatform.Kubernetes;
using InferencePlatform.Local.Json;

namespace InferencePlatform.Local.Store;

/// <summary>The fields that field selectors may name, beside an object's name and namespace.</summary>
internal static class SelectableFields
{
    private static readonly Dictionary<string, string[]> ByResource = new(StringComparer.Ordinal)
    {
        ["pods"] = ["spec.nodeName", "spec.restartPolicy", "spec.schedulerName", "spec.serviceAccountName", "status.phase", "status.podIP"],
        ["events"] =
        [
            "involvedObject.kind", "involvedObject.namespace", "involvedObject.name", "involvedObject.uid", "involvedObject.apiVersion",
            "involvedObject.resourceVersion", "involvedObject.fieldPath", "reason", "reportingComponent", "source", "type",
        ],
        ["namespaces"] = ["status.phase"],
        ["secrets"] = ["type"],
        ["services"] = ["spec.clusterIP", "spec.type"],
        ["replicasets.apps"] = ["status.replicas"],
    };

    public static bool IsKnown(string resource, string field) =>
        field is "metadata.name" or "metadata.namespace" || ByResource.GetValueOrDefault(resource, []).Contains(field);

    public static IReadOnlyDictionary<string, string> Of(string resource, ObjectKey key, JsonObject content)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal) { ["metadata.name"] = key.Name, ["metadata.namespace"] = key.Namespace ?? "" };
        foreach (var field in ByResource.GetValueOrDefault(resource, []))
        {
            var value = field == "source" ? content.At("source", "component") : content.At(field.Split('.'));
            fields[field] = value.Text() ?? value?.ToJsonString() ?? "";
        }

        return fields;
    }
}
