using System.Buffers;

namespace InferencePlatform.Grpc.Http2.Hpack;

/// <summary>Decodes the header blocks of one connection, which build on each other. Source: RFC 7541.</summary>
internal sealed class HpackDecoder(int tableSize)
{
    private readonly HpackDynamicTable _table = new(tableSize);
    private readonly HeaderStrings _strings = new();

    /// <summary>Decodes one whole block.</summary>
    /// <exception cref="Http2ConnectionException">It is malformed; no later block can be understood then.</exception>
    public void Decode(ReadOnlySpan<byte> block, RequestHead head)
    {
        var sizeMayChange = true;
        while (!block.IsEmpty)
        {
            var first = block[0];
            if ((first & 0xe0) == 0x20)
            {
                Resize(sizeMayChange, ReadInteger(ref block, 5));
                continue;
            }

            sizeMayChange = false;
            if (first >= 0x80)
            {
                var (name, value) = Find(ReadInteger(ref block, 7));
                head.Add(name, value);
                continue;
            }

            var indexed = first >= 0x40;
            var index = ReadInteger(ref block, indexed ? 6 : 4);
            var literalName = index == 0 ? ReadString(ref block) : Find(index).Name;
            var literalValue = ReadString(ref block);
            if (indexed)
            {
                _table.Add(literalName, literalValue);
            }

            head.Add(literalName, literalValue);
        }
    }

    private static int ReadInteger(ref ReadOnlySpan<byte> block, int prefixBits) =>
        HpackInteger.TryRead(ref block, prefixBits, out var value) ? value : throw Malformed("an integer is cut short or too large");

    private static Http2ConnectionException Malformed(string what) =>
        new(Http2Error.Compression, $"A header block is malformed: {what}.");

    private void Resize(bool allowed, int size)
    {
        if (!allowed)
        {
            throw Malformed("the table's size changes after the first header");
        }

        if (size > tableSize)
        {
            throw Malformed($"the table's size becomes {size} and its limit is {tableSize}");
        }

        _table.Resize(size);
    }

    private (string Name, string Value) Find(int index)
    {
        if (index == 0 || index > HpackStaticTable.Count + _table.Count)
        {
            throw Malformed($"there is no header {index} in the tables");
        }

        return index <= HpackStaticTable.Count ? HpackStaticTable.Get(index) : _table.Get(index - HpackStaticTable.Count - 1);
    }

    private string ReadString(ref ReadOnlySpan<byte> block)
    {
        var coded = !block.IsEmpty && block[0] >= 0x80;
        var length = ReadInteger(ref block, 7);
        if (length > block.Length)
        {
            throw Malformed("a string is cut short");
        }

        var bytes = block[..length];
        block = block[length..];
        return coded ? Uncode(bytes) : _strings.Get(bytes);
    }

    private string Uncode(ReadOnlySpan<byte> coded)
    {
        const int OnStack = 512;
        byte[]? rented = null;
        var most = HpackHuffman.MaxDecodedLength(coded.Length);
        var target = most <= OnStack ? stackalloc byte[OnStack] : rented = ArrayPool<byte>.Shared.Rent(most);
        var valid = HpackHuffman.TryDecode(coded, target, out var length);
        var text = valid ? _strings.Get(target[..length]) : null;
        if (rented is not null)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }

        return text ?? throw Malformed("a string is not Huffman code");
    }
}
