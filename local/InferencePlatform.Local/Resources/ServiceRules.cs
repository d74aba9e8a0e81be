using System.Text.Json.Nodes;
using InferencePlatform.Local.Json;
using InferencePlatform.Local.Schema;

namespace InferencePlatform.Local.Resources;

internal static class ServiceRules
{
    public static KindRules Rules { get; } = new()
    {
        Default = service =>
        {
            var spec = service.Child("spec");
            spec["sessionAffinity"] ??= "None";
            spec["type"] ??= "ClusterIP";
            spec["internalTrafficPolicy"] ??= "Cluster";
            spec["ipFamilyPolicy"] ??= "SingleStack";
            spec["ipFamilies"] ??= new JsonArray("IPv4");
            foreach (var port in spec["ports"].Objects())
            {
                port["protocol"] ??= "TCP";
                port["targetPort"] ??= port["port"]?.DeepClone();
            }
        },
        Create = service => service.Child("status")["loadBalancer"] = new JsonObject(),
        Validate = Validate,
    };

    private static void Validate(JsonObject service, JsonObject? old, FieldErrors errors)
    {
        var type = service.TextAt("spec", "type");
        if (type != "ClusterIP")
        {
            errors.Unsupported("spec.type", type, ["ClusterIP"]);
        }

        if (old?.At("spec", "clusterIP").Text() is { Length: > 0 } before && service.At("spec", "clusterIP").Text() != before)
        {
            errors.Invalid("spec.clusterIPs[0]", service.At("spec", "clusterIP"), "may not change once set");
        }

        var ports = service.At("spec", "ports").Objects().ToList();
        if (ports.Count == 0 && service.TextAt("spec", "clusterIP") != "None")
        {
            errors.Required("spec.ports");
        }

        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < ports.Count; i++)
        {
            var field = $"spec.ports[{i}]";
            if (ports[i]["name"].Text() is not { Length: > 0 } name)
            {
                if (ports.Count > 1)
                {
                    errors.Required($"{field}.name");
                }
            }
            else if (!names.Add(name))
            {
                errors.Duplicate($"{field}.name", name);
            }

            if (ports[i]["port"].Integer() is not (> 0 and < 65536))
            {
                errors.Invalid($"{field}.port", ports[i]["port"] ?? 0, "must be between 1 and 65535, inclusive");
            }
        }
    }
}
