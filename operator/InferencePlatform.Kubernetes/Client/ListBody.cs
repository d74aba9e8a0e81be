namespace InferencePlatform.Kubernetes.Client;

/// <summary>A page of a collection on the wire.</summary>
internal sealed record ListBody<T>(ListBody<T>.Meta? Metadata, IReadOnlyList<ListItem<T>>? Items)
    where T : class
{
    internal sealed record Meta(string? ResourceVersion, string? Continue);

    /// <exception cref="HttpRequestException">An object cannot be read, and nobody wants to be told of it.</exception>
    public ObjectList<T> ToList(ResourceType resource, Action<UnreadableObject>? onUnreadable)
    {
        var objects = new List<T>(Items?.Count ?? 0);
        foreach (var item in Items ?? [])
        {
            if (item.Object is { } o)
            {
                objects.Add(ObjectBody.WithType(resource, o));
            }
            else if (onUnreadable is not null)
            {
                onUnreadable(item.Unreadable!);
            }
            else
            {
                throw new HttpRequestException(HttpRequestError.InvalidResponse, $"The {resource.Kind} {item.Unreadable!.Key} cannot be read: {item.Unreadable.Error}");
            }
        }

        return new ObjectList<T>(objects, Metadata?.ResourceVersion ?? "", Metadata?.Continue is { Length: > 0 } next ? next : null);
    }
}
