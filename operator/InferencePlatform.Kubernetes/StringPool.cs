using System.Text;

namespace InferencePlatform.Kubernetes;

/// <summary>
/// Gives texts that were read before as the same string: the keys and most values of labels, ports and probes are the same in
/// thousands of objects, and caches of them would be several times as large. It forgets, so that it stays small whatever is read.
/// </summary>
internal sealed class StringPool
{
    /// <summary>Longer texts, such as messages, seldom come twice.</summary>
    internal const int MaxBytes = 128;

    /// <summary>A power of two. Each text has one place, which the next one of that place takes.</summary>
    private const int Places = 4096;

    private readonly string?[] _strings = new string?[Places];

    public string Get(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length > MaxBytes)
        {
            return Encoding.UTF8.GetString(utf8);
        }

        Span<char> buffer = stackalloc char[MaxBytes];
        var text = buffer[..Encoding.UTF8.GetChars(utf8, buffer)];
        ref var place = ref _strings[string.GetHashCode(text) & (Places - 1)];
        return place is { } kept && text.SequenceEqual(kept) ? kept : place = text.ToString();
    }
}
