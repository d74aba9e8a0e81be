using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using InferencePlatform.Kubernetes.Client;

namespace InferencePlatform.Kubernetes.Discovery;

/// <summary>
/// Asks for everything in one document, as servers from 1.26 on can give it, and group by group where a server cannot.
/// </summary>
public sealed class ApiDiscovery(IKubernetesClient client, TimeProvider time) : IApiDiscovery
{
    /// <summary>How long an answer is kept.</summary>
    public static readonly TimeSpan Keep = TimeSpan.FromMinutes(10);

    private const string Accept =
        "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList,application/json";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>By the path asked: the versions of groups, and their resources where the same answer has them.</summary>
    private readonly CachedAnswers<IReadOnlyDictionary<string, IReadOnlySet<string>?>> _versions = new(Keep, time);
    private readonly CachedAnswers<IReadOnlySet<string>> _resources = new(Keep, time);
    private readonly CachedAnswers<ServerVersion> _server = new(Keep, time);

    public async Task<bool> ServesAsync(ResourceType resource, CancellationToken cancellationToken)
    {
        var root = resource.Group.Length == 0 ? "/api" : "/apis";
        var versions = await _versions.GetAsync(root, VersionsAsync, cancellationToken);
        if (!versions.TryGetValue(resource.ApiVersion, out var resources))
        {
            return false;
        }

        resources ??= await _resources.GetAsync($"{root}/{resource.ApiVersion}", ResourcesAsync, cancellationToken);
        return resources.Contains(resource.Plural);
    }

    public Task<ServerVersion> VersionAsync(CancellationToken cancellationToken) => _server.GetAsync("/version", ServerVersionAsync, cancellationToken);

    public void Invalidate()
    {
        _versions.Clear();
        _resources.Clear();
        _server.Clear();
    }

    private async Task<IReadOnlyDictionary<string, IReadOnlySet<string>?>> VersionsAsync(string root)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        using var response = await client.GetRawAsync(root, Accept, patience.Token);
        var isAggregated = response.Content.Headers.ContentType?.Parameters.Any(p => p.Name == "as" && p.Value == "APIGroupDiscoveryList") == true;
        return isAggregated
            ? Versions(await ReadAsync<DiscoveryDocuments.Aggregated>(response, patience.Token))
            : Versions(await ReadAsync<DiscoveryDocuments.Legacy>(response, patience.Token));
    }

    private async Task<IReadOnlySet<string>> ResourcesAsync(string path)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        try
        {
            using var response = await client.GetRawAsync(path, patience.Token);
            var list = await ReadAsync<DiscoveryDocuments.LegacyResources>(response, patience.Token);
            return (list.Resources ?? []).Select(r => r.Name ?? "").ToHashSet(StringComparer.Ordinal);
        }
        catch (ApiException e) when (e.IsNotFound)
        {
            return new HashSet<string>();
        }
    }

    private async Task<ServerVersion> ServerVersionAsync(string path)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        using var response = await client.GetRawAsync(path, patience.Token);
        var version = await ReadAsync<DiscoveryDocuments.Version>(response, patience.Token);
        return new ServerVersion(Number(version.Major), Number(version.Minor), version.GitVersion ?? "");

        // Some providers write a minor version as "31+".
        static int Number(string? text) => int.TryParse(text?.TrimEnd('+'), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
    }

    private static Dictionary<string, IReadOnlySet<string>?> Versions(DiscoveryDocuments.Aggregated document)
    {
        var found = new Dictionary<string, IReadOnlySet<string>?>(StringComparer.Ordinal);
        foreach (var group in document.Items ?? [])
        {
            foreach (var version in group.Versions ?? [])
            {
                var name = string.IsNullOrEmpty(group.Metadata?.Name) ? version.Version ?? "" : $"{group.Metadata.Name}/{version.Version}";
                found[name] = version.Freshness == "Stale" ? null : (version.Resources ?? []).Select(r => r.Resource ?? "").ToHashSet(StringComparer.Ordinal);
            }
        }

        return found;
    }

    private static Dictionary<string, IReadOnlySet<string>?> Versions(DiscoveryDocuments.Legacy document) =>
        (document.Groups ?? []).SelectMany(g => g.Versions ?? []).Select(v => v.GroupVersion ?? "")
            .Concat(document.Versions ?? [])
            .Distinct(StringComparer.Ordinal)
            .ToDictionary(v => v, _ => (IReadOnlySet<string>?)null, StringComparer.Ordinal);

    private static async Task<T> ReadAsync<T>(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            return await response.Content.ReadFromJsonAsync<T>(KubernetesJson.Options, cancellationToken) ?? throw new JsonException("the answer is null");
        }
        catch (Exception e) when (e is JsonException or IOException)
        {
            throw new HttpRequestException(HttpRequestError.InvalidResponse, $"What the server says it serves cannot be read: {e.Message}", e);
        }
    }
}
