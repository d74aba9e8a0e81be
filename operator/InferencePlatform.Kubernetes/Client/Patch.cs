using System.Text.Json.Nodes;

namespace InferencePlatform.Kubernetes.Client;

/// <summary>A change and the form it is in.</summary>
/// <param name="MediaType">The patch's <c>Content-Type</c>.</param>
/// <param name="Body">The patch itself.</param>
public sealed record Patch(string MediaType, JsonNode Body)
{
    /// <summary>RFC 6902.</summary>
    public static Patch Json(JsonArray operations) => new("application/json-patch+json", operations);

    /// <summary>RFC 7386.</summary>
    public static Patch Merge(JsonObject change) => new("application/merge-patch+json", change);
}
