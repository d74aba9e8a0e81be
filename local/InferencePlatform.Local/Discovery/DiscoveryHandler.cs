using System.Text.Json.Nodes;
using InferencePlatform.Local.Api;
using InferencePlatform.Local.Json;
using InferencePlatform.Local.Resources;
using Microsoft.AspNetCore.Http;

namespace InferencePlatform.Local.Discovery;

/// <summary>Answers which groups, versions and resources there are, one by one or all at once.</summary>
internal sealed class DiscoveryHandler(ResourceRegistry registry)
{
    private const string Aggregated = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";

    private static readonly JsonArray StatusVerbs = ["get", "patch", "update"];

    /// <returns>Whether the path is one of discovery.</returns>
    public async Task<bool> TryHandleAsync(HttpContext http)
    {
        var steps = http.Request.Path.Value!.Split('/', StringSplitOptions.RemoveEmptyEntries);
        JsonNode? answer = steps switch
        {
            ["api"] when WantsAggregated(http) => Everything(core: true),
            ["apis"] when WantsAggregated(http) => Everything(core: false),
            ["api"] => new JsonObject { ["kind"] = "APIVersions", ["versions"] = new JsonArray("v1"), ["serverAddressByClientCIDRs"] = new JsonArray() },
            ["apis"] => new JsonObject { ["kind"] = "APIGroupList", ["apiVersion"] = "v1", ["groups"] = new JsonArray([.. Groups().Where(g => g.Key.Length > 0).Select(g => (JsonNode)Group(g, false))]) },
            ["apis", var group] when Groups().FirstOrDefault(g => g.Key == group) is { } found => Group(found, true),
            ["api", var version] => Resources("", version),
            ["apis", var group, var version] => Resources(group, version),
            _ => null,
        };
        if (answer is null)
        {
            return false;
        }

        var aggregated = steps.Length == 1 && WantsAggregated(http);
        await Responses.WriteAsync(http, 200, answer.ToUtf8(), aggregated ? Aggregated : "application/json").ConfigureAwait(false);
        return true;
    }

    private static bool WantsAggregated(HttpContext http) => http.Request.Headers.Accept.ToString().Contains("v=v2;as=APIGroupDiscoveryList", StringComparison.Ordinal);

    private IEnumerable<IGrouping<string, IGrouping<(string Group, string Version), ServedResource>>> Groups() => registry.Versions().GroupBy(v => v.Key.Group);

    private static JsonObject Group(IGrouping<string, IGrouping<(string Group, string Version), ServedResource>> group, bool alone)
    {
        var versions = group.Select(v => (JsonNode)new JsonObject { ["groupVersion"] = $"{group.Key}/{v.Key.Version}", ["version"] = v.Key.Version }).ToArray();
        var json = alone ? new JsonObject { ["kind"] = "APIGroup", ["apiVersion"] = "v1" } : [];
        json["name"] = group.Key;
        json["versions"] = new JsonArray(versions);
        json["preferredVersion"] = versions[0].DeepClone();
        return json;
    }

    private JsonObject? Resources(string group, string version)
    {
        var resources = registry.All.Where(r => r.Type.Group == group && r.Type.Version == version).SelectMany(r => Entries(r)).ToArray();
        return resources.Length == 0 ? null : new JsonObject
        {
            ["kind"] = "APIResourceList",
            ["apiVersion"] = "v1",
            ["groupVersion"] = group.Length == 0 ? version : $"{group}/{version}",
            ["resources"] = new JsonArray(resources),
        };
    }

    private static IEnumerable<JsonNode> Entries(ServedResource resource)
    {
        var entry = Entry(resource.Type.Plural, resource.Singular, resource.Type.Kind, Verbs(resource));
        Add(entry, "shortNames", resource.ShortNames);
        Add(entry, "categories", resource.Categories);
        yield return entry;
        foreach (var (name, kind, verbs) in Subresources(resource))
        {
            var sub = Entry($"{resource.Type.Plural}/{name}", "", kind, verbs);
            if (kind == "Scale")
            {
                sub["group"] = "autoscaling";
                sub["version"] = "v1";
            }

            yield return sub;
        }

        JsonObject Entry(string name, string singular, string kind, JsonArray verbs) => new()
        {
            ["name"] = name,
            ["singularName"] = singular,
            ["namespaced"] = resource.Type.Namespaced,
            ["kind"] = kind,
            ["verbs"] = verbs,
        };
    }

    private JsonObject Everything(bool core) => new()
    {
        ["kind"] = "APIGroupDiscoveryList",
        ["apiVersion"] = "apidiscovery.k8s.io/v2",
        ["metadata"] = new JsonObject(),
        ["items"] = new JsonArray([.. Groups().Where(g => (g.Key.Length == 0) == core).Select(g => (JsonNode)new JsonObject
        {
            ["metadata"] = g.Key.Length == 0 ? new JsonObject { ["creationTimestamp"] = null } : new JsonObject { ["name"] = g.Key, ["creationTimestamp"] = null },
            ["versions"] = new JsonArray([.. g.Select(v => (JsonNode)new JsonObject
            {
                ["version"] = v.Key.Version,
                ["resources"] = new JsonArray([.. v.Select(AggregatedEntry)]),
                ["freshness"] = "Current",
            })]),
        })]),
    };

    private static JsonObject AggregatedEntry(ServedResource resource)
    {
        var entry = new JsonObject
        {
            ["resource"] = resource.Type.Plural,
            ["responseKind"] = Kind(resource.Type.Group, resource.Type.Version, resource.Type.Kind),
            ["scope"] = resource.Type.Namespaced ? "Namespaced" : "Cluster",
            ["singularResource"] = resource.Singular,
            ["verbs"] = Verbs(resource),
        };
        Add(entry, "shortNames", resource.ShortNames);
        Add(entry, "categories", resource.Categories);
        var subresources = Subresources(resource).Select(s => (JsonNode)new JsonObject
        {
            ["subresource"] = s.Name,
            ["responseKind"] = s.Kind == "Scale" ? Kind("autoscaling", "v1", s.Kind) : Kind(resource.Type.Group, resource.Type.Version, s.Kind),
            ["verbs"] = s.Verbs,
        }).ToArray();
        if (subresources.Length > 0)
        {
            entry["subresources"] = new JsonArray(subresources);
        }

        return entry;

        static JsonObject Kind(string group, string version, string kind) => new() { ["group"] = group, ["version"] = version, ["kind"] = kind };
    }

    private static IEnumerable<(string Name, string Kind, JsonArray Verbs)> Subresources(ServedResource resource)
    {
        if (resource.Type is { Plural: "pods", Group: "" })
        {
            yield return ("log", "Pod", ["get"]);
        }

        if (resource.Scale is not null)
        {
            yield return ("scale", "Scale", (JsonArray)StatusVerbs.DeepClone());
        }

        if (resource.HasStatus)
        {
            yield return ("status", resource.Type.Kind, (JsonArray)StatusVerbs.DeepClone());
        }
    }

    private static JsonArray Verbs(ServedResource resource) => [.. resource.Verbs.Split(' ').Select(v => (JsonNode)v)];

    private static void Add(JsonObject entry, string name, IReadOnlyList<string> values)
    {
        if (values.Count > 0)
        {
            entry[name] = new JsonArray([.. values.Select(v => (JsonNode)v)]);
        }
    }
}
