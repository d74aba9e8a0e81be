using InferencePlatform.Local.Resources;
using Microsoft.AspNetCore.Http;

namespace InferencePlatform.Local.Api;

/// <summary>Finds the resource that a path below <c>/api</c> or <c>/apis</c> names.</summary>
internal static class RequestPath
{
    /// <returns>Null where the path is none of a served resource.</returns>
    public static ApiRequest? Parse(HttpContext http, ResourceRegistry registry)
    {
        var steps = http.Request.Path.Value!.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var (group, version, rest) = steps switch
        {
            ["api", var v, .. var r] => ("", v, r),
            ["apis", var g, var v, .. var r] => (g, v, r),
            _ => ("", "", []),
        };

        // A namespace is an object itself, and the place of others.
        if (rest is ["namespaces", var ns, var plural, ..] && plural is not ("status" or "finalize"))
        {
            return registry.Find(group, version, plural) is { Type.Namespaced: true } inside && rest.Length <= 5
                ? new ApiRequest(http, inside, ns, rest.ElementAtOrDefault(3), rest.ElementAtOrDefault(4))
                : null;
        }

        if (rest.Length is 0 or > 3 || registry.Find(group, version, rest[0]) is not { } resource)
        {
            return null;
        }

        // Across namespaces there are only lists, and objects without a namespace are not in one.
        return resource.Type.Namespaced && rest.Length > 1 ? null : new ApiRequest(http, resource, null, rest.ElementAtOrDefault(1), rest.ElementAtOrDefault(2));
    }
}
