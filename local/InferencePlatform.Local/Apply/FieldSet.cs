using System.Text;
using System.Text.Json.Nodes;

namespace InferencePlatform.Local.Apply;

/// <summary>A set of paths in an object, as a tree; what one manager owns. Sets are not changed once they are made.</summary>
internal sealed class FieldSet
{
    private readonly SortedDictionary<string, FieldSet> _children = new(StringComparer.Ordinal);

    public static FieldSet Empty { get; } = new();

    /// <summary>Whether the path that leads here is itself in the set.</summary>
    public bool IsMember { get; private set; }

    public bool IsEmpty => !IsMember && _children.Count == 0;

    public IEnumerable<KeyValuePair<string, FieldSet>> Children => _children;

    public FieldSet? Child(string element) => _children.GetValueOrDefault(element);

    public static FieldSet Read(JsonObject? fields)
    {
        var set = new FieldSet();
        foreach (var (element, inner) in fields ?? [])
        {
            if (element == ".")
            {
                set.IsMember = true;
            }
            else if (element is ['f' or 'k' or 'v' or 'i', ':', ..])
            {
                var child = Read(inner as JsonObject);
                child.IsMember |= child._children.Count == 0;
                set._children[element] = child;
            }
        }

        return set;
    }

    /// <summary>The set as <c>FieldsV1</c>.</summary>
    public JsonObject Write()
    {
        var fields = new JsonObject();
        foreach (var (element, child) in _children)
        {
            var inner = child.Write();
            if (child.IsMember && child._children.Count > 0)
            {
                inner.Insert(0, ".", new JsonObject());
            }

            fields[element] = inner;
        }

        return fields;
    }

    public FieldSet Union(FieldSet other) => Combine(this, other, (a, b) => a || b);

    public FieldSet Intersect(FieldSet other) => Combine(this, other, (a, b) => a && b);

    public FieldSet Except(FieldSet other) => Combine(this, other, (a, b) => a && !b);

    /// <summary>The paths, in the form that error messages have.</summary>
    public IEnumerable<string> Paths()
    {
        return Walk(this, "");

        static IEnumerable<string> Walk(FieldSet set, string path)
        {
            if (set.IsMember)
            {
                yield return path;
            }

            foreach (var (element, child) in set._children)
            {
                var inner = new StringBuilder(path);
                PathElement.Append(inner, element);
                foreach (var found in Walk(child, inner.ToString()))
                {
                    yield return found;
                }
            }
        }
    }

    private static FieldSet Combine(FieldSet a, FieldSet b, Func<bool, bool, bool> member)
    {
        var result = new FieldSet { IsMember = member(a.IsMember, b.IsMember) };
        foreach (var element in a._children.Keys.Union(b._children.Keys))
        {
            var child = Combine(a.Child(element) ?? Empty, b.Child(element) ?? Empty, member);
            if (!child.IsEmpty)
            {
                result._children[element] = child;
            }
        }

        return result;
    }

    /// <summary>Puts a set together, path by path.</summary>
    internal sealed class Builder
    {
        private readonly FieldSet _root = new();

        public FieldSet Set => _root;

        public void Add(IEnumerable<string> path)
        {
            var at = _root;
            foreach (var element in path)
            {
                if (!at._children.TryGetValue(element, out var child))
                {
                    at._children[element] = child = new FieldSet();
                }

                at = child;
            }

            at.IsMember = true;
        }
    }
}
