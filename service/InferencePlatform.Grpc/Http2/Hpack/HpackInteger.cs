namespace InferencePlatform.Grpc.Http2.Hpack;

/// <summary>Integers that begin in the low bits of a byte. Source: RFC 7541, 5.1.</summary>
internal static class HpackInteger
{
    /// <summary>Bytes that <see cref="Write"/> writes at most.</summary>
    public const int MaxLength = 6;

    /// <summary>Larger ones have no use here and are refused.</summary>
    private const int MaxShift = 21;

    /// <summary>Reads an integer and moves on; false where it is cut short or too large.</summary>
    /// <param name="bytes">Begins with the integer's first byte.</param>
    /// <param name="prefixBits">How many low bits of that are the integer's, 1 to 8.</param>
    /// <param name="value">The integer, below 2²⁸ and a little.</param>
    public static bool TryRead(ref ReadOnlySpan<byte> bytes, int prefixBits, out int value)
    {
        value = 0;
        if (bytes.IsEmpty)
        {
            return false;
        }

        var most = (1 << prefixBits) - 1;
        value = bytes[0] & most;
        bytes = bytes[1..];
        if (value < most)
        {
            return true;
        }

        for (var shift = 0; shift <= MaxShift && !bytes.IsEmpty; shift += 7)
        {
            var next = bytes[0];
            bytes = bytes[1..];
            value += (next & 0x7f) << shift;
            if (next < 0x80)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Writes an integer after the high bits of its first byte, and says how many bytes it took.</summary>
    public static int Write(Span<byte> target, byte highBits, int prefixBits, int value)
    {
        var most = (1 << prefixBits) - 1;
        if (value < most)
        {
            target[0] = (byte)(highBits | value);
            return 1;
        }

        target[0] = (byte)(highBits | most);
        var length = 1;
        for (value -= most; value >= 0x80; value >>= 7)
        {
            target[length++] = (byte)(value | 0x80);
        }

        target[length++] = (byte)value;
        return length;
    }
}
