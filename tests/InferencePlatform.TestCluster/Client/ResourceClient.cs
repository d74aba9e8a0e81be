using System.Text.Json.Nodes;
using Xunit;

namespace InferencePlatform.TestCluster.Client;

/// <summary>One resource at one path, such as the ConfigMaps of a namespace.</summary>
/// <param name="Api">The server.</param>
/// <param name="Path">The collection's path.</param>
public sealed record ResourceClient(ApiClient Api, string Path)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>The path of one object, or of its subresource.</summary>
    public string PathOf(string name, string subresource = "") => $"{Path}/{name}{(subresource.Length == 0 ? "" : "/" + subresource)}";

    public Task<ApiResponse> ListAsync(string query = "") => Api.GetAsync($"{Path}?{query}");

    public Task<WatchEvents> WatchAsync(string query = "") => Api.WatchAsync($"{Path}?watch=true&{query}");

    public Task<ApiResponse> GetAsync(string name, string subresource = "") => Api.GetAsync(PathOf(name, subresource));

    public Task<ApiResponse> CreateAsync(string json, string query = "") => Api.PostAsync($"{Path}?{query}", Json.Of(json));

    public Task<ApiResponse> UpdateAsync(JsonNode changed, string subresource = "", string query = "") =>
        Api.PutAsync($"{PathOf(changed.Name(), subresource)}?{query}", changed);

    public Task<ApiResponse> PatchAsync(string name, string patchType, string patch, string subresource = "", string query = "") =>
        Api.PatchAsync($"{PathOf(name, subresource)}?{query}", patchType, patch);

    /// <summary>Server-side apply by a field manager.</summary>
    public Task<ApiResponse> ApplyAsync(string name, string manager, string json, bool force = false, string subresource = "", string query = "") =>
        Api.PatchAsync($"{PathOf(name, subresource)}?fieldManager={manager}&force={(force ? "true" : "false")}&{query}", PatchType.Apply, json);

    public Task<ApiResponse> DeleteAsync(string name, string? options = null) =>
        Api.DeleteAsync(PathOf(name), options is null ? null : Json.Of(options));

    /// <summary>Watches an object until it is as wanted.</summary>
    /// <exception cref="TimeoutException">It is not in 60 s, or never is there; the message has it as it was last.</exception>
    public async Task<JsonNode> UntilAsync(string name, Func<JsonNode, bool> isWanted, string what)
    {
        JsonNode? last = null;
        try
        {
            using var watch = await WatchAsync($"fieldSelector=metadata.name%3D{name}");
            using var patience = new CancellationTokenSource(Patience);
            while (await watch.ReadAsync(patience.Token) is { } told)
            {
                last = told.Text("type") == "DELETED" ? null : told["object"];
                if (last is not null && isWanted(last))
                {
                    return last;
                }
            }
        }
        catch (OperationCanceledException)
        {
        }

        TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
        throw new TimeoutException($"{Path}/{name} is not {what} after {Patience.TotalSeconds} s, but: {last?.ToJsonString() ?? "not there"}");
    }

    /// <summary>Watches a collection until an object that is gone is gone.</summary>
    public async Task UntilGoneAsync(string name)
    {
        using var watch = await WatchAsync($"fieldSelector=metadata.name%3D{name}&allowWatchBookmarks=true&sendInitialEvents=true&resourceVersionMatch=NotOlderThan");
        var seen = false;
        while (await watch.NextAsync() is { } told)
        {
            var type = told.Text("type");
            if (type == "DELETED" || (type == "BOOKMARK" && !seen))
            {
                return;
            }

            seen = true;
        }

        throw new TimeoutException($"{Path}/{name} is still there.");
    }

    public Task<ApiResponse> DeleteCollectionAsync(string query) => Api.DeleteAsync($"{Path}?{query}");
}
