namespace InferencePlatform.Grpc.Http2.Hpack;

/// <summary>
/// Decodes HPACK's Huffman code. The code is canonical: codes of one length are consecutive, in order of their symbols,
/// so that the lengths say all. Source: RFC 7541, 5.2 and Appendix B.
/// </summary>
internal static class HpackHuffman
{
    private const int EndOfString = 256;
    private const int LongestCode = 30;
    private const int ShortBits = 8;

    private static readonly int[] FirstCode = new int[LongestCode + 1];
    private static readonly int[] FirstPlace = new int[LongestCode + 2];
    private static readonly short[] Symbols = new short[Lengths.Length];

    /// <summary>For each eight bits, the symbol that they begin with and its length; length 0 where it is longer.</summary>
    private static readonly (byte Symbol, byte Length)[] Short = new (byte, byte)[1 << ShortBits];

    static HpackHuffman()
    {
        var code = 0;
        var place = 0;
        for (var length = 1; length <= LongestCode; length++)
        {
            code <<= 1;
            FirstCode[length] = code;
            FirstPlace[length] = place;
            for (var symbol = 0; symbol < Lengths.Length; symbol++)
            {
                if (Lengths[symbol] == length)
                {
                    AddShort(symbol, length, code++);
                    Symbols[place++] = (short)symbol;
                }
            }
        }

        FirstPlace[LongestCode + 1] = place;
    }

    private static ReadOnlySpan<byte> Lengths =>
    [
        13, 23, 28, 28, 28, 28, 28, 28, 28, 24, 30, 28, 28, 30, 28, 28, 28, 28, 28, 28, 28, 28, 30, 28, 28, 28, 28, 28, 28, 28, 28, 28,
        6, 10, 10, 12, 13, 6, 8, 11, 10, 10, 8, 11, 8, 6, 6, 6, 5, 5, 5, 6, 6, 6, 6, 6, 6, 6, 7, 8, 15, 6, 12, 10,
        13, 6, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 8, 7, 8, 13, 19, 13, 14, 6,
        15, 5, 6, 5, 6, 5, 6, 6, 6, 5, 7, 7, 6, 6, 6, 5, 6, 7, 6, 5, 5, 6, 7, 7, 7, 7, 7, 15, 11, 14, 13, 28,
        20, 22, 20, 20, 22, 22, 22, 23, 22, 23, 23, 23, 23, 23, 24, 23, 24, 24, 22, 23, 24, 23, 23, 23, 23, 21, 22, 23, 22, 23, 23, 24,
        22, 21, 20, 22, 22, 23, 23, 21, 23, 22, 22, 24, 21, 22, 23, 23, 21, 21, 22, 21, 23, 22, 23, 23, 20, 22, 22, 22, 23, 22, 22, 23,
        26, 26, 20, 19, 22, 23, 22, 25, 26, 26, 26, 27, 27, 26, 24, 25, 19, 21, 26, 27, 27, 26, 27, 24, 21, 21, 26, 26, 28, 27, 27, 27,
        20, 24, 20, 21, 22, 21, 21, 23, 22, 22, 25, 25, 24, 24, 26, 23, 26, 27, 26, 26, 27, 27, 27, 27, 27, 28, 27, 27, 27, 27, 27, 26,
        30,
    ];

    /// <summary>Bytes that a string of this many coded bytes may decode to.</summary>
    public static int MaxDecodedLength(int coded) => coded * 8 / 5;

    /// <summary>Decodes a string; false where it is not well-formed.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> coded, Span<byte> target, out int length)
    {
        ulong bits = 0;
        var count = 0;
        var at = 0;
        length = 0;
        while (true)
        {
            while (count <= 56 && at < coded.Length)
            {
                bits = (bits << 8) | coded[at++];
                count += 8;
            }

            // What comes next is in the highest bits, with ones, as padding is, after the end.
            var window = count >= 32 ? (uint)(bits >> (count - 32)) : (uint)(bits << (32 - count)) | (uint)(uint.MaxValue >> 1 >> (count - 1));
            if (count == 0)
            {
                return true;
            }

            var (symbol, used) = Match(window);
            if (used > count)
            {
                return count < 8 && window == uint.MaxValue;
            }

            if (symbol == EndOfString)
            {
                return false;
            }

            target[length++] = (byte)symbol;
            count -= used;
        }
    }

    private static (int Symbol, int Length) Match(uint window)
    {
        var (symbol, length) = Short[window >> (32 - ShortBits)];
        if (length > 0)
        {
            return (symbol, length);
        }

        for (var longer = ShortBits + 1; longer < LongestCode; longer++)
        {
            var offset = (int)(window >> (32 - longer)) - FirstCode[longer];
            if (offset < FirstPlace[longer + 1] - FirstPlace[longer])
            {
                return (Symbols[FirstPlace[longer] + offset], longer);
            }
        }

        return (Symbols[FirstPlace[LongestCode] + (int)(window >> (32 - LongestCode)) - FirstCode[LongestCode]], LongestCode);
    }

    private static void AddShort(int symbol, int length, int code)
    {
        if (length <= ShortBits)
        {
            Short.AsSpan(code << (ShortBits - length), 1 << (ShortBits - length)).Fill(((byte)symbol, (byte)length));
        }
    }
}
