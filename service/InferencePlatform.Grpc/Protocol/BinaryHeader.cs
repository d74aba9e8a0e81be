using System.Text;

namespace InferencePlatform.Grpc.Protocol;

/// <summary>
/// The value of a <c>-bin</c> header: base64, sent without padding, accepted with and without.
/// Source: grpc/grpc, doc/PROTOCOL-HTTP2.md.
/// </summary>
internal static class BinaryHeader
{
    public static string Encode(byte[] value) => Convert.ToBase64String(value).TrimEnd('=');

    public static bool TryDecode(string text, out byte[] value)
    {
        var trimmed = text.TrimEnd('=');
        var padded = trimmed.PadRight((trimmed.Length + 3) / 4 * 4, '=');
        var buffer = new byte[padded.Length / 4 * 3];
        var ok = Convert.TryFromBase64String(padded, buffer, out var written);
        value = ok ? buffer[..written] : [];
        return ok;
    }

    /// <summary>Adds the value or values of a received header; one line may hold several, separated by commas.</summary>
    public static void AddReceived(Metadata metadata, string key, string value)
    {
        if (!Metadata.IsBinary(key))
        {
            metadata.AddReceived(new MetadataEntry(key, value, null));
            return;
        }

        foreach (var part in value.Split(','))
        {
            // A value that is not base64 is kept as the bytes it came as, so that nothing is lost on the way.
            var bytes = TryDecode(part.Trim(), out var decoded) ? decoded : Encoding.Latin1.GetBytes(part);
            metadata.AddReceived(new MetadataEntry(key, null, bytes));
        }
    }
}
