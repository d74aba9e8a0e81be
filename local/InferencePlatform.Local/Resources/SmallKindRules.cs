using System.Text.Json.Nodes;
using InferencePlatform.Local.Json;

namespace InferencePlatform.Local.Resources;

internal static class ClaimRules
{
    public static KindRules Rules { get; } = new()
    {
        Default = claim => claim.Child("spec")["volumeMode"] ??= "Filesystem",
        Create = claim => claim["status"] = new JsonObject { ["phase"] = "Pending" },
    };
}

internal static class EndpointSliceRules
{
    public static KindRules Rules { get; } = new()
    {
        Default = slice =>
        {
            foreach (var port in slice["ports"].Objects())
            {
                port["name"] ??= "";
                port["protocol"] ??= "TCP";
            }
        },
        Validate = (slice, old, errors) =>
        {
            if (slice["addressType"] is null)
            {
                errors.Required("addressType");
            }
            else if (old is not null && !JsonAccess.Same(slice["addressType"], old["addressType"]))
            {
                errors.Invalid("addressType", slice["addressType"], "field is immutable");
            }
        },
        CountsGenerations = true,
    };
}

internal static class NetworkPolicyRules
{
    public static KindRules Rules { get; } = new()
    {
        Default = policy =>
        {
            var spec = policy.Child("spec");
            spec["policyTypes"] ??= spec["egress"] is JsonArray { Count: > 0 } ? new JsonArray("Ingress", "Egress") : new JsonArray("Ingress");
            foreach (var port in spec["ingress"].Objects().Concat(spec["egress"].Objects()).SelectMany(rule => rule["ports"].Objects()))
            {
                port["protocol"] ??= "TCP";
            }
        },
        CountsGenerations = true,
    };
}

internal static class LeaseRules
{
    public static KindRules Rules { get; } = new()
    {
        Validate = (lease, _, errors) =>
        {
            if (lease.At("spec", "leaseDurationSeconds") is { } duration && duration.Integer() is not > 0)
            {
                errors.Invalid("spec.leaseDurationSeconds", duration, "must be greater than 0");
            }

            if (lease.At("spec", "leaseTransitions") is { } transitions && transitions.Integer() is not >= 0)
            {
                errors.Invalid("spec.leaseTransitions", transitions, "must be greater than or equal to 0");
            }
        },
    };
}
