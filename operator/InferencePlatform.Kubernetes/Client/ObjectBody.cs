using System.Text.Json;
using System.Text.Json.Nodes;
using InferencePlatform.Kubernetes.Models;

namespace InferencePlatform.Kubernetes.Client;

/// <summary>Objects on their way out and in: they say their kind and version even where the server or the caller left it out.</summary>
internal static class ObjectBody
{
    public static byte[] Write(ResourceType resource, object body)
    {
        body = WithType(resource, body);
        return JsonSerializer.SerializeToUtf8Bytes(body, body.GetType(), KubernetesJson.Options);
    }

    /// <summary>The same for server-side apply, which does not take <c>managedFields</c>.</summary>
    public static byte[] WriteForApply(ResourceType resource, object body)
    {
        if (body is KubernetesObject { Metadata.ManagedFields: not null } typed)
        {
            body = typed with { Metadata = typed.Metadata with { ManagedFields = null } };
        }
        else if (body is JsonObject dynamic && dynamic["metadata"]?["managedFields"] is not null)
        {
            var copy = (JsonObject)dynamic.DeepClone();
            copy["metadata"]!.AsObject().Remove("managedFields");
            body = copy;
        }

        return Write(resource, body);
    }

    /// <summary>The object with kind and version; an object of a type that is not known here as it is.</summary>
    public static T WithType<T>(ResourceType resource, T o)
        where T : class
    {
        switch (o)
        {
            case KubernetesObject typed when typed.Kind is null || typed.ApiVersion is null:
                return (T)(object)(typed with { ApiVersion = resource.ApiVersion, Kind = resource.Kind });

            case JsonObject dynamic when !dynamic.ContainsKey("kind") || !dynamic.ContainsKey("apiVersion"):
                var copy = (JsonObject)dynamic.DeepClone();
                copy["apiVersion"] = resource.ApiVersion;
                copy["kind"] = resource.Kind;
                return (T)(object)copy;

            default:
                return o;
        }
    }
}
