using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json.Nodes;
using InferencePlatform.Kubernetes.Configuration;

namespace InferencePlatform.Kubernetes.Client;

/// <summary>A client of one API server. It is safe for any number of threads, and meant to live as long as the process.</summary>
public sealed class KubernetesClient : IKubernetesClient, IAsyncDisposable
{
    private readonly ApiTransport _transport;
    private readonly KubernetesClientOptions _options;

    public KubernetesClient(ClusterConfiguration configuration, KubernetesClientOptions? options = null)
    {
        Server = configuration.Server;
        _options = options ?? new KubernetesClientOptions();
        _transport = new ApiTransport(configuration, _options);
    }

    public Uri Server { get; }

    public Task<T> GetAsync<T>(ResourceType resource, ObjectKey key, CancellationToken cancellationToken)
        where T : class =>
        CallAsync<T>(resource, Request(resource, HttpMethod.Get, resource.ObjectPath(key)), cancellationToken);

    public async Task<ObjectList<T>> ListAsync<T>(ResourceType resource, string? ns, ListOptions options, CancellationToken cancellationToken)
        where T : class
    {
        var path = Query.Of(
            resource.CollectionPath(ns),
            ("labelSelector", options.LabelSelector),
            ("fieldSelector", options.FieldSelector),
            ("limit", options.Limit?.ToString(CultureInfo.InvariantCulture)),
            ("continue", options.Continue),
            ("resourceVersion", options.ResourceVersion));
        var page = await _transport.SendAsync<ListBody<T>>(Request(resource, HttpMethod.Get, path), cancellationToken);
        return page.ToList(resource, options.OnUnreadable);
    }

    public async IAsyncEnumerable<WatchEvent<T>> WatchAsync<T>(ResourceType resource, string? ns, WatchOptions options, [EnumeratorCancellation] CancellationToken cancellationToken)
        where T : class
    {
        var path = Query.Of(
            resource.CollectionPath(ns),
            ("watch", "true"),
            ("allowWatchBookmarks", "true"),
            ("resourceVersion", options.ResourceVersion),
            ("timeoutSeconds", Math.Max(1, (long)options.Timeout.TotalSeconds).ToString(CultureInfo.InvariantCulture)),
            ("labelSelector", options.LabelSelector),
            ("fieldSelector", options.FieldSelector));
        using var response = await _transport.OpenAsync(new ApiRequest(HttpMethod.Get, path) { IsUnlimited = true }, cancellationToken);
        await using var lines = new WatchLines(await response.Content.ReadAsStreamAsync(cancellationToken), _options.MaxWatchEventBytes);
        while (await lines.NextAsync(cancellationToken) is { } line)
        {
            yield return WatchEventReader.Read<T>(line, resource, options.OnUnreadable);
        }
    }

    public Task<T> CreateAsync<T>(ResourceType resource, string? ns, T body, WriteOptions options, CancellationToken cancellationToken)
        where T : class =>
        WriteAsync<T>(resource, HttpMethod.Post, Query.Of(resource.CollectionPath(ns), options), ObjectBody.Write(resource, body), cancellationToken);

    public Task<T> UpdateAsync<T>(ResourceType resource, ObjectKey key, T body, WriteOptions options, CancellationToken cancellationToken)
        where T : class =>
        WriteAsync<T>(resource, HttpMethod.Put, Query.Of(resource.ObjectPath(key, options.Subresource), options), ObjectBody.Write(resource, body), cancellationToken);

    public Task<T> ApplyAsync<T>(ResourceType resource, ObjectKey key, object body, ApplyOptions options, CancellationToken cancellationToken)
        where T : class
    {
        var path = Query.Of(resource.ObjectPath(key, options.Subresource), options, options.Force);
        return WriteAsync<T>(resource, HttpMethod.Patch, path, ObjectBody.WriteForApply(resource, body, options), cancellationToken, "application/apply-patch+yaml");
    }

    public Task<T> PatchAsync<T>(ResourceType resource, ObjectKey key, Patch patch, WriteOptions options, CancellationToken cancellationToken)
        where T : class
    {
        var path = Query.Of(resource.ObjectPath(key, options.Subresource), options);
        return WriteAsync<T>(resource, HttpMethod.Patch, path, Encoding.UTF8.GetBytes(patch.Body.ToJsonString()), cancellationToken, patch.MediaType);
    }

    public Task DeleteAsync(ResourceType resource, ObjectKey key, DeleteOptions options, CancellationToken cancellationToken)
    {
        var request = Request(resource, HttpMethod.Delete, resource.ObjectPath(key)) with { Body = Encoding.UTF8.GetBytes(Body(options).ToJsonString()) };
        return _transport.SendAsync(request, cancellationToken);
    }

    public Task<HttpResponseMessage> GetRawAsync(string pathAndQuery, string accept, CancellationToken cancellationToken) =>
        _transport.OpenAsync(new ApiRequest(HttpMethod.Get, pathAndQuery) { Accept = accept }, cancellationToken);

    public ValueTask DisposeAsync()
    {
        _transport.Dispose();
        return ValueTask.CompletedTask;
    }

    private static ApiRequest Request(ResourceType resource, HttpMethod method, string path) =>
        new(method, path) { IsUnlimited = resource.Group == "coordination.k8s.io" };

    private static JsonObject Body(DeleteOptions options)
    {
        var body = new JsonObject { ["apiVersion"] = "v1", ["kind"] = "DeleteOptions" };
        if (options.Uid is not null || options.ResourceVersion is not null)
        {
            var preconditions = new JsonObject();
            Set(preconditions, "uid", options.Uid);
            Set(preconditions, "resourceVersion", options.ResourceVersion);
            body["preconditions"] = preconditions;
        }

        Set(body, "propagationPolicy", options.PropagationPolicy);
        Set(body, "gracePeriodSeconds", options.GracePeriodSeconds);
        Set(body, "dryRun", options.DryRun ? new JsonArray("All") : null);
        return body;

        static void Set(JsonObject on, string name, JsonNode? value)
        {
            if (value is not null)
            {
                on[name] = value;
            }
        }
    }

    private Task<T> WriteAsync<T>(ResourceType resource, HttpMethod method, string path, byte[] body, CancellationToken cancellationToken, string contentType = "application/json")
        where T : class =>
        CallAsync<T>(resource, Request(resource, method, path) with { Body = body, ContentType = contentType }, cancellationToken);

    private async Task<T> CallAsync<T>(ResourceType resource, ApiRequest request, CancellationToken cancellationToken)
        where T : class =>
        ObjectBody.WithType(resource, await _transport.SendAsync<T>(request, cancellationToken));
}
