using System.Globalization;
using System.Text;

namespace InferencePlatform.Grpc.Protocol;

/// <summary>
/// The encoding of <c>grpc-message</c>: UTF-8 with every byte outside printable ASCII, and the percent sign, as %XX.
/// Source: grpc/grpc, doc/PROTOCOL-HTTP2.md.
/// </summary>
internal static class PercentEncoding
{
    public static string Encode(string text)
    {
        if (!text.AsSpan().ContainsAnyExceptInRange(' ', '~') && !text.Contains('%', StringComparison.Ordinal) &&
            !text.StartsWith(' ') && !text.EndsWith(' '))
        {
            return text;
        }

        var encoded = new StringBuilder(text.Length + 16);
        var bytes = Encoding.UTF8.GetBytes(text);
        for (var i = 0; i < bytes.Length; i++)
        {
            // A space at either end is no valid part of an HTTP/2 header's value.
            var plain = bytes[i] == ' ' ? i > 0 && i < bytes.Length - 1 : bytes[i] is > 0x20 and <= 0x7E and not (byte)'%';
            if (plain)
            {
                encoded.Append((char)bytes[i]);
            }
            else
            {
                encoded.Append(CultureInfo.InvariantCulture, $"%{bytes[i]:X2}");
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
}
