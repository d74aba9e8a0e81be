using System.Text.Json;
using System.Text.Json.Nodes;
using InferencePlatform.Kubernetes.Models;

namespace InferencePlatform.Kubernetes.Client;

/// <summary>Objects on their way out and in: they say their kind and version even where the server or the caller left it out.</summary>
internal static class ObjectBody
{
    /// <summary>
    /// A version that no object has, as etcd is at 1 before its first write. An apply with it makes an object that is not
    /// there, and conflicts with every one that is; server-side apply has no other way to say so.
    /// </summary>
    private const string NoVersion = "1";

    public static byte[] Write(ResourceType resource, object body)
    {
        body = WithType(resource, body);
        return JsonSerializer.SerializeToUtf8Bytes(body, body.GetType(), KubernetesJson.Options);
    }

    /// <summary>The same for server-side apply, which does not take <c>managedFields</c>.</summary>
    public static byte[] WriteForApply(ResourceType resource, object body, ApplyOptions options)
    {
        body = WithType(resource, body);
        var json = JsonSerializer.SerializeToNode(body, body.GetType(), KubernetesJson.Options)!.AsObject();
        if (json["metadata"] is not JsonObject metadata)
        {
            json["metadata"] = metadata = [];
        }

        metadata.Remove("managedFields");
        if (options.CreateOnly)
        {
            metadata["resourceVersion"] = NoVersion;
        }

        if (options.Uid is { } uid)
        {
            metadata["uid"] = uid;
        }

        return JsonSerializer.SerializeToUtf8Bytes(json, KubernetesJson.Options);
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
