using System.Collections;

namespace InferencePlatform.Grpc;

/// <summary>
/// Headers or trailers of a call, in order; a key may come more than once. Keys are lower case; a key that ends in
/// <c>-bin</c> has a binary value, any other printable ASCII. Source: grpc/grpc, doc/PROTOCOL-HTTP2.md.
/// </summary>
public sealed class Metadata : IReadOnlyList<MetadataEntry>
{
    internal const string BinarySuffix = "-bin";

    private readonly List<MetadataEntry> _entries = [];

    /// <inheritdoc/>
    public int Count => _entries.Count;

    /// <inheritdoc/>
    public MetadataEntry this[int index] => _entries[index];

    /// <summary>Adds a text entry.</summary>
    /// <exception cref="ArgumentException">The key is not valid or binary, or the value is not printable ASCII.</exception>
    public void Add(string key, string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        var name = ValidKey(key);
        if (IsBinary(name))
        {
            throw new ArgumentException($"Metadata key '{name}' ends in '{BinarySuffix}', so its value must be bytes.", nameof(key));
        }

        if (value.AsSpan().ContainsAnyExceptInRange(' ', '~'))
        {
            throw new ArgumentException($"The value of metadata key '{name}' has a character outside printable ASCII; use a '{BinarySuffix}' key for it.", nameof(value));
        }

        _entries.Add(new MetadataEntry(name, value, null));
    }

    /// <summary>Adds a binary entry.</summary>
    /// <exception cref="ArgumentException">The key is not valid or does not end in <c>-bin</c>.</exception>
    public void Add(string key, byte[] value)
    {
        ArgumentNullException.ThrowIfNull(value);
        var name = ValidKey(key);
        if (!IsBinary(name))
        {
            throw new ArgumentException($"Metadata key '{name}' has a binary value, so it must end in '{BinarySuffix}'.", nameof(key));
        }

        _entries.Add(new MetadataEntry(name, null, value));
    }

    /// <summary>The last text value under a key, or null.</summary>
    public string? GetString(string key) => Last(key)?.Text;

    /// <summary>The last binary value under a key, or null.</summary>
    public byte[]? GetBytes(string key) => Last(key)?.Bytes;

    /// <inheritdoc/>
    public IEnumerator<MetadataEntry> GetEnumerator() => _entries.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal void AddReceived(MetadataEntry entry) => _entries.Add(entry);

    internal static bool IsBinary(string key) => key.EndsWith(BinarySuffix, StringComparison.OrdinalIgnoreCase);

    private MetadataEntry? Last(string key)
    {
        for (var i = _entries.Count - 1; i >= 0; i--)
        {
            if (_entries[i].Key.Equals(key, StringComparison.OrdinalIgnoreCase))
            {
                return _entries[i];
            }
        }

        return null;
    }

    private static string ValidKey(string key)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        foreach (var c in key)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_' or '.'))
            {
                throw new ArgumentException($"Metadata key '{key}' has the character '{c}'; letters, digits, '-', '_' and '.' are allowed.", nameof(key));
            }
        }

        return key.ToLowerInvariant();
    }
}
