using System.Text.Json.Nodes;
using InferencePlatform.Local.Json;
using InferencePlatform.Local.Schema;

namespace InferencePlatform.Local.Resources;

/// <summary>Deployments and ReplicaSets.</summary>
internal static class WorkloadRules
{
    public static KindRules Deployments { get; } = new()
    {
        Default = deployment =>
        {
            var spec = deployment.Child("spec");
            spec["progressDeadlineSeconds"] ??= 600L;
            spec["revisionHistoryLimit"] ??= 10L;
            spec["replicas"] ??= 1L;
            var strategy = spec.Child("strategy");
            strategy["type"] ??= "RollingUpdate";
            if (strategy.TextAt("type") == "RollingUpdate")
            {
                var rolling = strategy.Child("rollingUpdate");
                rolling["maxUnavailable"] ??= "25%";
                rolling["maxSurge"] ??= "25%";
            }

            DefaultTemplate(spec);
        },
        Validate = (deployment, old, errors) =>
        {
            Validate(deployment, old, errors);
            var strategy = deployment.At("spec", "strategy");
            if (strategy.TextAt("type") is not ("RollingUpdate" or "Recreate"))
            {
                errors.Unsupported("spec.strategy", strategy, ["Recreate", "RollingUpdate"]);
            }
            else if (strategy.TextAt("type") == "Recreate" && strategy.At("rollingUpdate") is not null)
            {
                errors.Forbidden("spec.strategy.rollingUpdate", "may not be specified when strategy `type` is 'Recreate'");
            }
            else if (IsZero(strategy.At("rollingUpdate", "maxUnavailable")) && IsZero(strategy.At("rollingUpdate", "maxSurge")))
            {
                errors.Invalid("spec.strategy.rollingUpdate.maxUnavailable", strategy.At("rollingUpdate", "maxUnavailable"), "may not be 0 when `maxSurge` is 0");
            }
        },
        CountsGenerations = true,
        GenerationCountsAnnotations = true,
    };

    public static KindRules ReplicaSets { get; } = new()
    {
        Default = set =>
        {
            var spec = set.Child("spec");
            spec["replicas"] ??= 1L;
            DefaultTemplate(spec);
        },
        Create = set => set.Child("status")["replicas"] ??= 0L,
        Validate = Validate,
        CountsGenerations = true,
    };

    private static void DefaultTemplate(JsonObject spec)
    {
        if (spec["template"] is JsonObject template)
        {
            template.Child("metadata");
            PodRules.Default(template.Child("spec"));
        }
    }

    private static void Validate(JsonObject o, JsonObject? old, FieldErrors errors)
    {
        var spec = o["spec"];
        if (spec.At("replicas").Integer() is < 0)
        {
            errors.Invalid("spec.replicas", spec.At("replicas"), "must be greater than or equal to 0");
        }

        var labels = spec.At("template", "metadata", "labels") as JsonObject ?? [];
        if (spec.At("selector") is not JsonObject selector)
        {
            errors.Required("spec.selector");
        }
        else if (selector.Count == 0)
        {
            errors.Invalid("spec.selector", selector, $"empty selector is invalid for {(o.TextAt("kind") == "Deployment" ? "deployment" : "replicaset")}");
        }
        else if (!LabelSelectors.OfObject(selector).Matches(labels.ToDictionary(e => e.Key, e => e.Value.Text() ?? "")))
        {
            errors.Invalid("spec.template.metadata.labels", labels, "`selector` does not match template `labels`");
        }

        if (old is not null && !JsonAccess.Same(old.At("spec", "selector"), spec.At("selector")))
        {
            errors.Invalid("spec.selector", spec.At("selector"), "field is immutable");
        }

        PodRules.Validate(spec.At("template", "spec") as JsonObject, "spec.template.spec", errors);
        if (spec.At("template", "spec", "restartPolicy").Text() is not (null or "Always"))
        {
            errors.Unsupported("spec.template.spec.restartPolicy", spec.At("template", "spec", "restartPolicy"), ["Always"]);
        }
    }

    private static bool IsZero(JsonNode? value) => value.Integer() == 0 || value.Text() is "0%";
}
