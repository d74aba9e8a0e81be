using InferencePlatform.Local.Resources;
using InferencePlatform.Local.Schema;

namespace InferencePlatform.Local.Api;

/// <summary>Answers about one object, in the words of a real server.</summary>
internal static class Invalidity
{
    /// <summary>422 with every field that is wrong.</summary>
    public static StatusException Of(string kind, string group, string name, FieldErrors errors)
    {
        var list = errors.All.Count == 1 ? errors.All[0].ToString() : $"[{string.Join(", ", errors.All)}]";
        return new StatusException(422, "Invalid", $"{(group.Length == 0 ? kind : $"{kind}.{group}")} \"{name}\" is invalid: {list}")
        {
            Causes = errors.All,
            Name = name,
            Group = group,
            Kind = kind,
        };
    }

    public static StatusException Of(ServedResource resource, string name, FieldErrors errors) => Of(resource.Type.Kind, resource.Type.Group, name, errors);

    public static StatusException NotFound(ServedResource resource, string name) => About(resource, name, 404, "NotFound", $"{resource.Name} \"{name}\" not found");

    public static StatusException AlreadyExists(ServedResource resource, string name) => About(resource, name, 409, "AlreadyExists", $"{resource.Name} \"{name}\" already exists");

    public static StatusException Conflict(ServedResource resource, string name, string why = "the object has been modified; please apply your changes to the latest version and try again") =>
        About(resource, name, 409, "Conflict", $"Operation cannot be fulfilled on {resource.Name} \"{name}\": {why}");

    public static StatusException Forbidden(ServedResource resource, string name, string why) =>
        About(resource, name, 403, "Forbidden", $"{resource.Name} \"{name}\" is forbidden: {why}");

    /// <summary>400: the body is no object of the kind.</summary>
    public static StatusException Undecodable(ServedResource resource, string why) =>
        StatusException.BadRequest($"{resource.Type.Kind} in version \"{resource.Type.Version}\" cannot be handled as a {resource.Type.Kind}: {why}");

    private static StatusException About(ServedResource resource, string name, int code, string reason, string message) =>
        new(code, reason, message) { Name = name, Group = resource.Type.Group, Kind = resource.Type.Plural };
}
