using System.Text.Json.Nodes;
using InferencePlatform.Local.Schema;

namespace InferencePlatform.Local.Api;

/// <summary>An answer other than success, as the <c>Status</c> object that Kubernetes sends.</summary>
/// <param name="code">The HTTP status.</param>
/// <param name="reason">One word, such as <c>NotFound</c>.</param>
/// <param name="message">The sentence for people.</param>
internal sealed class StatusException(int code, string reason, string message) : Exception(message)
{
    public int Code => code;

    public string Reason => reason;

    public IReadOnlyList<FieldError> Causes { get; init; } = [];

    public string? Name { get; init; }

    public string? Group { get; init; }

    /// <summary>The kind of the object, or the name of the resource where there is no object.</summary>
    public string? Kind { get; init; }

    public string? Uid { get; init; }

    public static StatusException BadRequest(string message) => new(400, "BadRequest", message);

    public static StatusException NotSupported(string message) => new(501, "NotImplemented", message);

    public static StatusException Expired(string message) => new(410, "Expired", message);

    public JsonObject ToJson()
    {
        var status = new JsonObject
        {
            ["kind"] = "Status",
            ["apiVersion"] = "v1",
            ["metadata"] = new JsonObject(),
            ["status"] = "Failure",
            ["message"] = Message,
            ["reason"] = Reason,
        };
        var details = new JsonObject();
        Add("name", Name);
        Add("group", Group);
        Add("kind", Kind);
        Add("uid", Uid);
        if (Causes.Count > 0)
        {
            details["causes"] = new JsonArray([.. Causes.Select(c => (JsonNode)new JsonObject { ["reason"] = c.Reason, ["message"] = c.Body, ["field"] = c.Field })]);
        }

        if (details.Count > 0)
        {
            status["details"] = details;
        }

        status["code"] = Code;
        return status;

        void Add(string name, string? value)
        {
            if (!string.IsNullOrEmpty(value))
            {
                details[name] = value;
            }
        }
    }
}
