using System.Buffers;
using System.Globalization;
using System.Text;

namespace InferencePlatform.Grpc.Http2.Hpack;

/// <summary>
/// Encodes response headers by the static table and literals alone: what a response has is short, and most of it is
/// encoded once for all (<see cref="Server.ResponseBlocks"/>). So no table has to be kept in step with the client's.
/// Source: RFC 7541, 6.
/// </summary>
internal static class HpackEncoder
{
    private const byte Indexed = 0x80;
    private const byte LiteralNotIndexed = 0x00;
    private const int Status200 = 8;

    /// <summary>Says that the table of dynamic headers is not used: the first bytes of a block after the client shrank it.</summary>
    public static ReadOnlySpan<byte> NoTable => [0x20];

    /// <summary>Begins a response with its status.</summary>
    public static void WriteStatus(IBufferWriter<byte> block, int status)
    {
        if (status == 200)
        {
            WriteByte(block, Indexed | Status200);
            return;
        }

        WriteByte(block, LiteralNotIndexed | Status200);
        WriteText(block, status.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>Adds a header.</summary>
    /// <param name="block">The header block.</param>
    /// <param name="name">In lower case.</param>
    /// <param name="value">Of printable ASCII.</param>
    public static void Write(IBufferWriter<byte> block, string name, string value)
    {
        WriteByte(block, LiteralNotIndexed);
        WriteText(block, name);
        WriteText(block, value);
    }

    private static void WriteByte(IBufferWriter<byte> block, byte value)
    {
        block.GetSpan(1)[0] = value;
        block.Advance(1);
    }

    private static void WriteText(IBufferWriter<byte> block, string text)
    {
        var span = block.GetSpan(HpackInteger.MaxLength + text.Length);
        var used = HpackInteger.Write(span, 0, 7, text.Length);
        used += Encoding.Latin1.GetBytes(text, span[used..]);
        block.Advance(used);
    }
}
