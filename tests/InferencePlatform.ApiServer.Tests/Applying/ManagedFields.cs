using System.Text.Json.Nodes;

namespace InferencePlatform.ApiServer.Tests.Applying;

/// <summary>Reads who owns what.</summary>
internal static class ManagedFields
{
    /// <summary>The entries of an object.</summary>
    public static IEnumerable<JsonNode> Of(JsonNode subject) => subject.At("metadata.managedFields")!.AsArray().Select(entry => entry!);

    /// <summary>The managers of the field at a path, such as <c>f:spec</c>, <c>f:color</c>, in order.</summary>
    public static IEnumerable<string> OwnersOf(JsonNode subject, params string[] path) =>
        Of(subject).Where(entry => Has(entry["fieldsV1"]!, path)).Select(entry => entry.Text("manager")!).Order();

    private static bool Has(JsonNode fields, string[] path) =>
        path is [] || ((fields as JsonObject)?[path[0]] is { } next && Has(next, path[1..]));
}
