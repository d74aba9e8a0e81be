using System.Text.Json.Nodes;

namespace InferencePlatform.TestCluster.Client;

/// <summary>One resource at one path, such as the ConfigMaps of a namespace.</summary>
/// <param name="Api">The server.</param>
/// <param name="Path">The collection's path.</param>
public sealed record ResourceClient(ApiClient Api, string Path)
{
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

    public Task<ApiResponse> DeleteCollectionAsync(string query) => Api.DeleteAsync($"{Path}?{query}");
}
