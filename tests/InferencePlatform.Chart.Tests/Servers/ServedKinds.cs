using System.Net;
using System.Text.Json.Nodes;

namespace InferencePlatform.Chart.Tests.Servers;

/// <summary>Where the objects of a manifest are on an API server, by what it says it serves.</summary>
internal static class ServedKinds
{
    /// <summary>The collection of an object's kind; null where the server has no such kind.</summary>
    public static async Task<ResourceClient?> CollectionOfAsync(this ApiServerUnderTest server, JsonObject o)
    {
        var version = o.Text("apiVersion")!;
        var root = version.Contains('/', StringComparison.Ordinal) ? $"/apis/{version}" : $"/api/{version}";
        var found = await server.Client.GetAsync(root);
        var resource = found.Code != HttpStatusCode.OK
            ? null
            : found.Json["resources"]!.AsArray().FirstOrDefault(r => r.Text("kind") == o.Text("kind") && !r.Text("name")!.Contains('/', StringComparison.Ordinal));
        if (resource is null)
        {
            return null;
        }

        var within = o.Text("metadata.namespace") is { } ns && resource.Text("namespaced") == "true" ? $"/namespaces/{ns}" : "";
        return new ResourceClient(server.Client, $"{root}{within}/{resource.Text("name")}");
    }

    /// <summary>Makes a namespace under Pod Security <c>restricted</c>, where there is none of that name.</summary>
    public static async Task RequireNamespaceAsync(this ApiServerUnderTest server, string name)
    {
        var created = await server.Client.PostAsync("/api/v1/namespaces", Json.Of($$$$"""
            {"metadata":{"name":"{{{{name}}}}","labels":{"pod-security.kubernetes.io/enforce":"restricted","pod-security.kubernetes.io/warn":"restricted"}}}
            """));
        Assert.True(created.Code is HttpStatusCode.Created or HttpStatusCode.Conflict, created.Body);
    }

    /// <summary>Applies an object, and its namespace before it.</summary>
    public static async Task ApplyAsync(this ApiServerUnderTest server, JsonObject o)
    {
        if (o.Text("metadata.namespace") is { } ns)
        {
            await server.RequireNamespaceAsync(ns);
        }

        var collection = await server.CollectionOfAsync(o) ?? throw new InvalidOperationException($"The server has no {o.Text("kind")}.");
        (await collection.ApplyAsync(o.Name(), "helm", o.ToJsonString(), force: true)).Succeeded();
    }
}
