namespace InferencePlatform.Kubernetes.Client;

/// <summary>Collections in pages.</summary>
public static class Paging
{
    private const int PageSize = 500;

    /// <summary>
    /// The whole collection, page after page, all as of one resource version. Where the pages' version gets too old on the
    /// way, it is listed anew in one piece.
    /// </summary>
    public static async Task<ObjectList<T>> ListAllAsync<T>(this IKubernetesClient client, ResourceType resource, string? ns, ListOptions options, CancellationToken cancellationToken)
        where T : class
    {
        var objects = new List<T>();
        var next = options with { Limit = options.Limit ?? PageSize };
        while (true)
        {
            ObjectList<T> page;
            try
            {
                page = await client.ListAsync<T>(resource, ns, next, cancellationToken);
            }
            catch (ApiException e) when (e.IsGone && next.Continue is not null)
            {
                return await client.ListAsync<T>(resource, ns, options with { Limit = null, Continue = null }, cancellationToken);
            }

            objects.AddRange(page.Items);
            if (page.Continue is null)
            {
                return page with { Items = objects };
            }

            // A page after the first is asked for by its token alone: a version beside it is an error.
            next = next with { Continue = page.Continue, ResourceVersion = null };
        }
    }
}
