using System.Text.Json.Nodes;
using InferencePlatform.Local.Json;
using InferencePlatform.Local.Schema;

namespace InferencePlatform.Local.Resources;

/// <summary>Defaults and checks of pods, and of pod templates in other kinds.</summary>
internal static class PodRules
{
    private static readonly string[] Projections = ["configMap", "secret"];
    private static readonly string[] ContainerLists = ["containers", "initContainers"];
    private static readonly string[] Changeable = ["tolerations", "terminationGracePeriodSeconds"];
    private static readonly string[] Probes = ["livenessProbe", "readinessProbe", "startupProbe"];

    public static KindRules Rules { get; } = new()
    {
        Default = pod => Default(pod.Child("spec")),
        Create = pod => pod["status"] = new JsonObject { ["phase"] = "Pending", ["qosClass"] = QualityOfService(pod["spec"]) },
        Validate = (pod, old, errors) =>
        {
            Validate(pod["spec"] as JsonObject, "spec", errors);
            if (old is not null && !JsonAccess.Same(Fixed(pod["spec"]), Fixed(old["spec"])))
            {
                errors.Forbidden("spec", "pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)");
            }
        },
        CountsGenerations = true,
        DeletionGrace = pod => pod.TextAt("spec", "nodeName").Length == 0 || pod.TextAt("status", "phase") is "Succeeded" or "Failed"
            ? 0
            : pod.At("spec", "terminationGracePeriodSeconds").Integer() ?? 30,
    };

    public static void Default(JsonObject spec)
    {
        spec["restartPolicy"] ??= "Always";
        spec["terminationGracePeriodSeconds"] ??= 30L;
        spec["dnsPolicy"] ??= "ClusterFirst";
        spec["securityContext"] ??= new JsonObject();
        spec["schedulerName"] ??= "default-scheduler";
        if (spec["serviceAccountName"].Text() is { Length: > 0 } account)
        {
            spec["serviceAccount"] = account;
        }

        foreach (var volume in spec["volumes"].Objects())
        {
            foreach (var source in Projections.Select(n => volume[n]).OfType<JsonObject>())
            {
                source["defaultMode"] ??= 420L;
            }

            if (volume["image"] is JsonObject image)
            {
                image["pullPolicy"] ??= "IfNotPresent";
            }

            if (volume.Count == 1)
            {
                volume["emptyDir"] = new JsonObject();
            }
        }

        foreach (var container in spec["containers"].Objects().Concat(spec["initContainers"].Objects()))
        {
            DefaultContainer(container);
        }
    }

    public static void Validate(JsonObject? spec, string field, FieldErrors errors)
    {
        var containers = spec?["containers"].Objects().ToList() ?? [];
        if (containers.Count == 0)
        {
            errors.Required($"{field}.containers");
        }

        var volumes = spec?["volumes"].Objects().Select(v => v.TextAt("name")).ToHashSet() ?? [];
        foreach (var list in ContainerLists)
        {
            var items = spec?[list].Objects().ToList() ?? [];
            for (var i = 0; i < items.Count; i++)
            {
                if (items[i].TextAt("image").Length == 0)
                {
                    errors.Required($"{field}.{list}[{i}].image");
                }

                var mounts = items[i]["volumeMounts"].Objects().ToList();
                for (var m = 0; m < mounts.Count; m++)
                {
                    if (!volumes.Contains(mounts[m].TextAt("name")))
                    {
                        errors.NotFound($"{field}.{list}[{i}].volumeMounts[{m}].name", mounts[m]["name"]);
                    }
                }
            }
        }
    }

    private static void DefaultContainer(JsonObject container)
    {
        container["terminationMessagePath"] ??= "/dev/termination-log";
        container["terminationMessagePolicy"] ??= "File";
        var image = container.TextAt("image");
        var tagged = image.Contains('@', StringComparison.Ordinal) || (image.LastIndexOf(':') > image.LastIndexOf('/') && !image.EndsWith(":latest", StringComparison.Ordinal));
        container["imagePullPolicy"] ??= tagged ? "IfNotPresent" : "Always";
        container["resources"] ??= new JsonObject();
        if (container["resources"] is JsonObject resources && resources["limits"] is JsonObject limits)
        {
            foreach (var (name, amount) in limits)
            {
                resources.Child("requests")[name] ??= amount?.DeepClone();
            }
        }

        foreach (var port in container["ports"].Objects())
        {
            port["protocol"] ??= "TCP";
        }

        foreach (var reference in container["env"].Objects().Select(e => e.At("valueFrom", "fieldRef")).OfType<JsonObject>())
        {
            reference["apiVersion"] ??= "v1";
        }

        foreach (var probe in Probes.Select(name => container[name]).OfType<JsonObject>())
        {
            probe["timeoutSeconds"] ??= 1L;
            probe["periodSeconds"] ??= 10L;
            probe["successThreshold"] ??= 1L;
            probe["failureThreshold"] ??= 3L;
            if (probe["grpc"] is JsonObject grpc)
            {
                grpc["service"] ??= "";
            }

            if (probe["httpGet"] is JsonObject http)
            {
                http["path"] ??= "/";
                http["scheme"] ??= "HTTP";
            }
        }
    }

    private static string QualityOfService(JsonNode? spec)
    {
        var resources = spec.At("containers").Objects().Concat(spec.At("initContainers").Objects()).Select(c => c["resources"] as JsonObject ?? []).ToList();
        return resources.All(r => r["limits"] is not JsonObject { Count: > 0 } && r["requests"] is not JsonObject { Count: > 0 }) ? "BestEffort"
            : resources.All(r => r.At("limits", "cpu") is not null && r.At("limits", "memory") is not null && JsonAccess.Same(r["limits"], r["requests"])) ? "Guaranteed"
            : "Burstable";
    }

    /// <summary>The spec without what an update may change.</summary>
    private static JsonObject? Fixed(JsonNode? spec)
    {
        if (spec?.DeepClone() is not JsonObject copy)
        {
            return null;
        }

        foreach (var name in Changeable)
        {
            copy.Remove(name);
        }

        foreach (var container in copy["containers"].Objects().Concat(copy["initContainers"].Objects()))
        {
            container.Remove("image");
        }

        // Set once, by the binding of the scheduler's place in this server: the process runtime.
        copy.Remove("nodeName");
        return copy;
    }
}
