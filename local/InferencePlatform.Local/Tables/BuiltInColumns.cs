using System.Globalization;
using System.Text.Json.Nodes;
using InferencePlatform.Local.Json;

namespace InferencePlatform.Local.Tables;

/// <summary>The columns of the built-in kinds, as a real server prints them.</summary>
internal static class BuiltInColumns
{
    private const string None = "<none>";

    private static readonly TableColumn Name = new("Name", (o, _) => o.TextAt("metadata", "name")) { Format = "name" };

    private static readonly TableColumn Age = new("Age", (o, now) => HumanDuration.Since(o.At("metadata", "creationTimestamp"), now));

    private static readonly TableColumn[] Template =
    [
        Wide("Containers", (o, _) => Join(o.At("spec", "template", "spec", "containers").Objects().Select(c => c.TextAt("name")))),
        Wide("Images", (o, _) => Join(o.At("spec", "template", "spec", "containers").Objects().Select(c => c.TextAt("image")))),
        Wide("Selector", (o, _) => Labels(o.At("spec", "selector", "matchLabels"))),
    ];

    public static IReadOnlyList<TableColumn> NameAndAge { get; } = [Name, Age];

    public static IReadOnlyList<TableColumn> Namespaces { get; } = [Name, Text("Status", "status", "phase"), Age];

    public static IReadOnlyList<TableColumn> Pods { get; } = PodColumns.All(Name, Age);

    public static IReadOnlyList<TableColumn> Services { get; } =
    [
        Name,
        Text("Type", "spec", "type"),
        Text("Cluster-IP", "spec", "clusterIP"),
        new("External-IP", (_, _) => None),
        new("Port(s)", (o, _) => Join(o.At("spec", "ports").Objects().Select(p => $"{p["port"]}/{p.TextAt("protocol")}"))),
        Age,
        Wide("Selector", (o, _) => Labels(o.At("spec", "selector"))),
    ];

    public static IReadOnlyList<TableColumn> ConfigMaps { get; } = [Name, new("Data", (o, _) => Count(o["data"]) + Count(o["binaryData"])), Age];

    public static IReadOnlyList<TableColumn> Secrets { get; } = [Name, Text("Type", "type"), new("Data", (o, _) => Count(o["data"])), Age];

    public static IReadOnlyList<TableColumn> Claims { get; } =
    [
        Name,
        Text("Status", "status", "phase"),
        Text("Volume", "spec", "volumeName"),
        Text("Capacity", "status", "capacity", "storage"),
        new("Access Modes", (o, _) => string.Join(',', (o.At("spec", "accessModes") as JsonArray ?? []).Select(ModeOf))),
        Text("StorageClass", "spec", "storageClassName"),
        Age,
        Wide("VolumeMode", (o, _) => o.TextAt("spec", "volumeMode")),
    ];

    public static IReadOnlyList<TableColumn> Events { get; } =
    [
        new("Last Seen", (o, now) => HumanDuration.Since(o.At("series", "lastObservedTime") ?? o["lastTimestamp"] ?? o["eventTime"] ?? o["firstTimestamp"], now)),
        Text("Type", "type"),
        Text("Reason", "reason"),
        new("Object", (o, _) => $"{o.TextAt("involvedObject", "kind").ToLowerInvariant()}/{o.TextAt("involvedObject", "name")}"),
        Wide("Subobject", (o, _) => o.TextAt("involvedObject", "fieldPath")),
        Wide("Source", (o, _) => o.At("source", "component") is { } source ? source.Text() : string.Join(", ", new[] { o.TextAt("reportingComponent"), o.TextAt("reportingInstance") }.Where(s => s.Length > 0))),
        new("Message", (o, _) => o.TextAt("message").Trim()),
        Wide("First Seen", (o, now) => HumanDuration.Since(o["firstTimestamp"] ?? o["eventTime"], now)),
        Wide("Count", (o, _) => (o.At("series", "count").Integer() ?? o["count"].Integer() ?? 1).ToString(CultureInfo.InvariantCulture)),
        Wide("Name", (o, _) => o.TextAt("metadata", "name")),
    ];

    public static IReadOnlyList<TableColumn> Deployments { get; } =
    [
        Name,
        new("Ready", (o, _) => $"{Number(o, "status", "readyReplicas")}/{Number(o, "spec", "replicas")}"),
        new("Up-to-date", (o, _) => Number(o, "status", "updatedReplicas")) { Type = "integer" },
        new("Available", (o, _) => Number(o, "status", "availableReplicas")) { Type = "integer" },
        Age,
        .. Template,
    ];

    public static IReadOnlyList<TableColumn> ReplicaSets { get; } =
    [
        Name,
        new("Desired", (o, _) => Number(o, "spec", "replicas")) { Type = "integer" },
        new("Current", (o, _) => Number(o, "status", "replicas")) { Type = "integer" },
        new("Ready", (o, _) => Number(o, "status", "readyReplicas")) { Type = "integer" },
        Age,
        .. Template,
    ];

    public static IReadOnlyList<TableColumn> Autoscalers { get; } =
    [
        Name,
        new("Reference", (o, _) => $"{o.TextAt("spec", "scaleTargetRef", "kind")}/{o.TextAt("spec", "scaleTargetRef", "name")}"),
        new("Targets", (o, _) => Join(o.At("spec", "metrics").Objects().Select(m => $"{m.TextAt("resource", "name")}: <unknown>/{m.At("resource", "target", "averageUtilization")}%"))),
        new("MinPods", (o, _) => (o.At("spec", "minReplicas").Integer() ?? 1).ToString(CultureInfo.InvariantCulture)),
        new("MaxPods", (o, _) => Number(o, "spec", "maxReplicas")),
        new("Replicas", (o, _) => Number(o, "status", "currentReplicas")),
        Age,
    ];

    public static IReadOnlyList<TableColumn> Leases { get; } = [Name, Text("Holder", "spec", "holderIdentity"), Age];

    public static IReadOnlyList<TableColumn> EndpointSlices { get; } =
    [
        Name,
        Text("AddressType", "addressType"),
        new("Ports", (o, _) => Join(o["ports"].Objects().Select(p => p["port"]?.ToJsonString() ?? "*"), "<unset>")),
        new("Endpoints", (o, _) => Join(o["endpoints"].Objects().SelectMany(e => e["addresses"] as JsonArray ?? []).Select(a => a.Text() ?? ""), "<unset>")),
        Age,
    ];

    public static IReadOnlyList<TableColumn> NetworkPolicies { get; } =
    [
        Name,
        new("Pod-Selector", (o, _) => Labels(o.At("spec", "podSelector", "matchLabels"))),
        Age,
    ];

    public static IReadOnlyList<TableColumn> DisruptionBudgets { get; } =
    [
        Name,
        new("Min Available", (o, _) => o.At("spec", "minAvailable") is { } least ? least.Text() ?? least.ToJsonString() : "N/A"),
        new("Max Unavailable", (o, _) => o.At("spec", "maxUnavailable") is { } most ? most.Text() ?? most.ToJsonString() : "N/A"),
        new("Allowed Disruptions", (o, _) => Number(o, "status", "disruptionsAllowed")) { Type = "integer" },
        Age,
    ];

    public static IReadOnlyList<TableColumn> Definitions { get; } =
        [Name, new("Created At", (o, _) => o.TextAt("metadata", "creationTimestamp")) { Type = "date" }];

    public static string Join(IEnumerable<string> parts, string empty = None) => string.Join(',', parts) is { Length: > 0 } text ? text : empty;

    private static TableColumn Text(string name, params string[] path) => new(name, (o, _) => o.TextAt(path));

    private static TableColumn Wide(string name, Func<JsonObject, DateTimeOffset, JsonNode?> value) => new(name, value) { Priority = 1 };

    private static long Number(JsonObject o, params string[] path) => o.At(path).Integer() ?? 0;

    private static int Count(JsonNode? data) => (data as JsonObject)?.Count ?? 0;

    private static string Labels(JsonNode? labels) => Join((labels as JsonObject ?? []).OrderBy(e => e.Key, StringComparer.Ordinal).Select(e => $"{e.Key}={e.Value.Text()}"));

    private static string ModeOf(JsonNode? mode) => mode.Text() switch
    {
        "ReadWriteOnce" => "RWO",
        "ReadOnlyMany" => "ROX",
        "ReadWriteMany" => "RWX",
        "ReadWriteOncePod" => "RWOP",
        var other => other ?? "",
    };
}
