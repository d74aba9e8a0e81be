using System.Globalization;
using System.Text;

namespace InferencePlatform.Grpc.Protocol;

/// <summary>
/// The encoding of <c>grpc-message</c>: UTF-8 with every byte outside printable ASCII, and the percent sign, as %XX.
/// Source: grpc/grpc, doc/PROTOCOL-HTTP2.md.
/// </summary>
internal static class PercentEncoding
{
    /// <summary>Characters of the encoded form at most; clients take about 8 KiB of headers in all.</summary>
    public const int MaxLength = 4096;

    private const string Ellipsis = "%E2%80%A6";

    /// <summary>Encodes; what would be over <see cref="MaxLength"/> is cut, and ends with an ellipsis.</summary>
    public static string Encode(string text)
    {
        if (text.Length <= MaxLength && !text.StartsWith(' ') && !text.EndsWith(' ') &&
            !text.AsSpan().ContainsAnyExceptInRange(' ', '~') && !text.Contains('%', StringComparison.Ordinal))
        {
            return text;
        }

        var encoded = new StringBuilder(Math.Min(text.Length + 16, MaxLength));
        Span<byte> utf8 = stackalloc byte[4];
        var at = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            // A space at either end is no valid part of an HTTP/2 header's value.
            var atEnd = at == 0 || at + rune.Utf16SequenceLength == text.Length;
            at += rune.Utf16SequenceLength;
            if (rune.Value is >= ' ' and <= '~' and not '%' && !(rune.Value == ' ' && atEnd))
            {
                encoded.Append((char)rune.Value);
            }
            else
            {
                foreach (var b in utf8[..rune.EncodeToUtf8(utf8)])
                {
                    encoded.Append(CultureInfo.InvariantCulture, $"%{b:X2}");
                }
            }

            if (encoded.Length > MaxLength)
            {
                return Cut(encoded);
            }
        }

        return encoded.ToString();
    }

    /// <summary>Decodes; what is not a valid escape is kept as it stands, as the specification asks.</summary>
    public static string Decode(string text)
    {
        if (!text.Contains('%', StringComparison.Ordinal))
        {
            return text;
        }

        // Decoded where it lies: what is read is never behind what is written.
        var bytes = Encoding.UTF8.GetBytes(text);
        var length = 0;
        for (var i = 0; i < bytes.Length; i++)
        {
            if (bytes[i] == '%' && i + 2 < bytes.Length &&
                byte.TryParse(bytes.AsSpan(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var escaped))
            {
                bytes[length++] = escaped;
                i += 2;
            }
            else
            {
                bytes[length++] = bytes[i];
            }
        }

        return Encoding.UTF8.GetString(bytes, 0, length);
    }

    /// <summary>Makes room for an ellipsis by taking whole characters off the end.</summary>
    private static string Cut(StringBuilder encoded)
    {
        var length = MaxLength - Ellipsis.Length;
        while (IsWithinCharacter(encoded, length))
        {
            length--;
        }

        encoded.Length = length;
        return encoded.Append(Ellipsis).ToString();
    }

    /// <summary>Whether a cut here would part an escape, or the escapes of one character's bytes.</summary>
    private static bool IsWithinCharacter(StringBuilder encoded, int at) =>
        encoded[at - 1] == '%' || encoded[at - 2] == '%' ||
        (encoded[at] == '%' && encoded[at + 1] is '8' or '9' or 'A' or 'B');
}
