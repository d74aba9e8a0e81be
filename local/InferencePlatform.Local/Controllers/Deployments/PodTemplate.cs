using System.Security.Cryptography;
using System.Text.Json.Nodes;
using InferencePlatform.Kubernetes.Models;

namespace InferencePlatform.Local.Controllers.Deployments;

/// <summary>Compares and names the pod templates of a Deployment's ReplicaSets.</summary>
internal static class PodTemplate
{
    /// <summary>Without vowels, so that no word comes up, and without digits that look like letters.</summary>
    private const string Alphabet = "bcdfghjklmnpqrstvwxz2456789";
    private const int HashLength = 10;

    public static bool Same(PodTemplateSpec? a, PodTemplateSpec? b) => JsonNode.DeepEquals(Bare(a), Bare(b));

    /// <summary>A name for the template that also differs by how often the name was found taken.</summary>
    public static string Hash(PodTemplateSpec? template, int collisions)
    {
        var text = Sorted(Bare(template))?.ToJsonString() + "#" + collisions;
        var digest = SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(text));
        return string.Create(HashLength, digest, static (span, bytes) =>
        {
            for (var i = 0; i < span.Length; i++)
            {
                span[i] = Alphabet[bytes[i] % Alphabet.Length];
            }
        });
    }

    public static PodTemplateSpec WithHash(PodTemplateSpec? template, string hash) => (template ?? new()) with
    {
        Metadata = (template?.Metadata ?? new()) with { Labels = Merge(template?.Metadata?.Labels, Annotations.TemplateHash, hash) },
    };

    public static IReadOnlyDictionary<string, string> Merge(IReadOnlyDictionary<string, string>? map, string key, string value) =>
        new Dictionary<string, string>(map ?? new Dictionary<string, string>()) { [key] = value };

    private static JsonNode? Bare(PodTemplateSpec? template)
    {
        var node = JsonEquality.Node(template);
        (node?["metadata"]?["labels"] as JsonObject)?.Remove(Annotations.TemplateHash);
        (node?["metadata"] as JsonObject)?.Remove("creationTimestamp");
        return node;
    }

    private static JsonNode? Sorted(JsonNode? node) => node switch
    {
        JsonObject o => new JsonObject(o.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => KeyValuePair.Create(p.Key, Sorted(p.Value)))),
        JsonArray a => new JsonArray([.. a.Select(Sorted)]),
        _ => node?.DeepClone(),
    };
}
