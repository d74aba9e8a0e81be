using System.Globalization;
using InferencePlatform.Kubernetes;
using InferencePlatform.Local.Resources;
using InferencePlatform.Local.Schema;
using Microsoft.AspNetCore.Http;

namespace InferencePlatform.Local.Api;

/// <summary>What a request to a resource asks for.</summary>
/// <param name="Http">The request itself.</param>
/// <param name="Resource">The resource in its path.</param>
/// <param name="Namespace">Null for all namespaces and for resources without.</param>
/// <param name="Name">Null for the collection.</param>
/// <param name="Subresource">Such as <c>status</c>.</param>
internal sealed record ApiRequest(HttpContext Http, ServedResource Resource, string? Namespace, string? Name, string? Subresource)
{
    public ObjectKey Key => new(Namespace, Name!);

    public bool DryRun => Http.Request.Query["dryRun"].Count > 0;

    /// <summary>Who writes: as asked for, or the program's name.</summary>
    public string FieldManager => Query("fieldManager") is { Length: > 0 } name ? name : Http.Request.Headers.UserAgent.ToString().Split('/')[0] is { Length: > 0 } agent ? agent : "unknown";

    public string FieldValidation => Query("fieldValidation") is { Length: > 0 } value ? value : "Warn";

    public string? Query(string name) => Http.Request.Query.TryGetValue(name, out var value) ? value.ToString() : null;

    public bool Flag(string name) => Query(name) is "true" or "1" or "";

    public long? Number(string name) =>
        Query(name) is not { Length: > 0 } text ? null
        : long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number
        : throw StatusException.BadRequest($"The query parameter {name} must be a whole number, not \"{text}\".");

    /// <exception cref="StatusException">422: an option of the write has a value that does not exist.</exception>
    public void CheckWriteOptions(string kind)
    {
        var errors = new FieldErrors();
        if (Http.Request.Query["dryRun"].Any(v => v != "All"))
        {
            errors.Unsupported("dryRun", new System.Text.Json.Nodes.JsonArray([.. Http.Request.Query["dryRun"].Select(v => (System.Text.Json.Nodes.JsonNode?)v)]), ["All"]);
        }

        if (Query("fieldManager") is { Length: > 128 })
        {
            errors.TooLong("fieldManager", 128);
        }

        if (FieldValidation is not ("Ignore" or "Warn" or "Strict"))
        {
            errors.Unsupported("fieldValidation", FieldValidation, ["", "Ignore", "Strict", "Warn"]);
        }

        if (errors.Any)
        {
            throw Invalidity.Of(kind, "meta.k8s.io", "", errors);
        }
    }
}
