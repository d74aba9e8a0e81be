namespace InferencePlatform.Kubernetes.Discovery;

/// <summary>What servers say about their resources, as far as it is read here. Source: <c>apidiscovery.k8s.io/v2</c> and <c>metav1</c>.</summary>
internal static class DiscoveryDocuments
{
    /// <summary>All resources of all groups at once (<c>APIGroupDiscoveryList</c>).</summary>
    internal sealed record Aggregated(IReadOnlyList<AggregatedGroup>? Items);

    internal sealed record AggregatedGroup(AggregatedName? Metadata, IReadOnlyList<AggregatedVersion>? Versions);

    internal sealed record AggregatedName(string? Name);

    /// <param name="Version">Such as <c>v1</c>.</param>
    /// <param name="Resources">Its resources.</param>
    /// <param name="Freshness"><c>Current</c>, or <c>Stale</c> where the server behind it could not be asked.</param>
    internal sealed record AggregatedVersion(string? Version, IReadOnlyList<AggregatedResource>? Resources, string? Freshness);

    internal sealed record AggregatedResource(string? Resource);

    /// <summary>The groups, of servers before 1.26 (<c>APIGroupList</c>), or the core group's versions (<c>APIVersions</c>).</summary>
    internal sealed record Legacy(IReadOnlyList<LegacyGroup>? Groups, IReadOnlyList<string>? Versions);

    internal sealed record LegacyGroup(IReadOnlyList<LegacyVersion>? Versions);

    internal sealed record LegacyVersion(string? GroupVersion);

    /// <summary>The resources of one version (<c>APIResourceList</c>).</summary>
    internal sealed record LegacyResources(IReadOnlyList<LegacyResource>? Resources);

    internal sealed record LegacyResource(string? Name);

    internal sealed record Version(string? Major, string? Minor, string? GitVersion);
}
