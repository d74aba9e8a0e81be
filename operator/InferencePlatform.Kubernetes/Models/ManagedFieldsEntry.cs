using System.Text.Json.Nodes;
using InferencePlatform.Kubernetes.Schema;

namespace InferencePlatform.Kubernetes.Models;

/// <summary>The fields one manager owns.</summary>
public sealed record ManagedFieldsEntry
{
    public string? Manager { get; init; }

    /// <summary><c>Apply</c> or <c>Update</c>.</summary>
    public string? Operation { get; init; }

    public string? ApiVersion { get; init; }

    public DateTimeOffset? Time { get; init; }

    /// <summary><c>FieldsV1</c>.</summary>
    public string? FieldsType { get; init; }

    [PreserveUnknownFields]
    public JsonObject? FieldsV1 { get; init; }

    public string? Subresource { get; init; }
}
