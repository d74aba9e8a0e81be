using System.Collections.Concurrent;
using System.Reflection;
using InferencePlatform.Kubernetes.Models;
using InferencePlatform.Kubernetes.Schema;

namespace InferencePlatform.Kubernetes;

/// <summary>One resource of the API: where it is found and what its objects are called.</summary>
/// <param name="Group">The API group; empty for the core group.</param>
/// <param name="Version">Such as <c>v1</c>.</param>
/// <param name="Plural">The name in URLs, such as <c>deployments</c>.</param>
/// <param name="Kind">Such as <c>Deployment</c>.</param>
/// <param name="Namespaced">Whether its objects live in namespaces.</param>
public sealed record ResourceType(string Group, string Version, string Plural, string Kind, bool Namespaced)
{
    private static readonly ConcurrentDictionary<Type, ResourceType> Known = new();

    /// <summary>As objects say it: <c>apps/v1</c>, or <c>v1</c> for the core group.</summary>
    public string ApiVersion => Group.Length == 0 ? Version : $"{Group}/{Version}";

    /// <summary>The resource that a type of ours stands for.</summary>
    /// <exception cref="ArgumentException">The type has no <see cref="ResourceAttribute"/>.</exception>
    public static ResourceType Of<T>()
        where T : KubernetesObject => Of(typeof(T));

    /// <inheritdoc cref="Of{T}"/>
    public static ResourceType Of(Type type) => Known.GetOrAdd(type, static t =>
        t.GetCustomAttribute<ResourceAttribute>() is { } a
            ? new ResourceType(a.Group, a.Version, a.Plural, a.Kind, a.Namespaced)
            : throw new ArgumentException($"{t.Name} has no ResourceAttribute, so it is no resource of the API.", nameof(type)));

    /// <summary>The path of the collection below the server's address.</summary>
    /// <param name="ns">The namespace; null for all of them, and for resources without.</param>
    /// <exception cref="ArgumentException">The namespace's name would lead elsewhere.</exception>
    public string CollectionPath(string? ns)
    {
        var root = Group.Length == 0 ? $"/api/{Version}" : $"/apis/{Group}/{Version}";
        return ns is null ? $"{root}/{Plural}" : $"{root}/namespaces/{Segment(ns)}/{Plural}";
    }

    /// <summary>The path of one object below the server's address.</summary>
    /// <exception cref="ArgumentException">Its name or namespace is empty or would lead elsewhere.</exception>
    public string ObjectPath(ObjectKey key, string? subresource = null)
    {
        var path = $"{CollectionPath(key.Namespace)}/{Segment(key.Name)}";
        return subresource is null ? path : $"{path}/{subresource}";
    }

    /// <summary>
    /// A name as a part of a path. Names come from people's objects; one such as <c>../secrets</c> must not lead to another
    /// resource, nor an empty one from an object to its whole collection.
    /// </summary>
    private static string Segment(string name) =>
        name.Length > 0 && name is not ("." or "..") && !name.AsSpan().ContainsAny('/', '%')
            ? Uri.EscapeDataString(name)
            : throw new ArgumentException($"\"{name}\" is no name of a Kubernetes object: it must not be empty, \".\" or \"..\", nor have a slash or a percent sign.", nameof(name));

    public override string ToString() => Group.Length == 0 ? Plural : $"{Plural}.{Group}";
}
