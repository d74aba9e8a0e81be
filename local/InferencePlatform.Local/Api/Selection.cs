using InferencePlatform.Kubernetes;
using InferencePlatform.Local.Resources;
using InferencePlatform.Local.Store;

namespace InferencePlatform.Local.Api;

/// <summary>Which objects of a resource a list or a watch is about.</summary>
internal sealed class Selection
{
    private readonly string? _namespace;
    private readonly LabelSelectors _labels;
    private readonly List<(string Field, string Value, bool Equal)> _fields = [];

    /// <exception cref="StatusException">400: a selector cannot be read, or names a field that cannot be selected by.</exception>
    public Selection(ApiRequest request)
    {
        _namespace = request.Namespace;
        _labels = LabelSelectors.Parse(request.Query("labelSelector"));
        foreach (var part in (request.Query("fieldSelector") ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            var equal = !part.Contains("!=", StringComparison.Ordinal);
            var at = part.IndexOf(equal ? "=" : "!=", StringComparison.Ordinal);
            if (at < 0)
            {
                throw StatusException.BadRequest($"invalid field selector: \"{part}\"; can't understand");
            }

            var field = request.Resource.StoredAs == EventForms.StoredAs ? EventForms.StoredField(part[..at]) : part[..at];
            if (!SelectableFields.IsKnown(request.Resource.StoredAs, field))
            {
                throw StatusException.BadRequest(request.Resource.IsCustom ? $"field label not supported: {part[..at]}" : $"field label \"{part[..at]}\" not supported for {request.Resource.Type.Kind}");
            }

            _fields.Add((field, part[at..].TrimStart('!', '='), equal));
        }

        if (request.Name is { } name)
        {
            _fields.Add(("metadata.name", name, true));
        }
    }

    /// <summary>Whether every object of the namespace is meant, so that what is left can be counted.</summary>
    public bool IsEverything => _labels.IsEmpty && _fields.Count == 0;

    public bool Matches(StoredObject o) =>
        (_namespace is null || o.Key.Namespace == _namespace)
        && _labels.Matches(o.Labels)
        && _fields.TrueForAll(f => (o.Fields.GetValueOrDefault(f.Field, "") == f.Value) == f.Equal);

    /// <summary>The objects in order, from after a key on.</summary>
    public IEnumerable<StoredObject> Of(ResourceState state, string? after = null)
    {
        var objects = state.Objects;
        var start = after ?? (_namespace is null ? null : ResourceState.KeyOf(new ObjectKey(_namespace, "")));
        foreach (var (key, o) in start is null ? objects : objects.SkipWhile(e => string.CompareOrdinal(e.Key, start) < 0))
        {
            if (key == after)
            {
                continue;
            }

            if (_namespace is not null && o.Key.Namespace != _namespace)
            {
                yield break;
            }

            if (Matches(o))
            {
                yield return o;
            }
        }
    }
}
