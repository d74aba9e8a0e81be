namespace InferencePlatform.Grpc.Http2.Hpack;

/// <summary>Headers that came before, the latest first; what does not fit drops out at the end. Source: RFC 7541, 2.3.2 and 4.</summary>
internal sealed class HpackDynamicTable(int maxSize)
{
    /// <summary>Bytes that each entry counts beside its name and value.</summary>
    private const int EntryOverhead = 32;

    private readonly (string Name, string Value)[] _entries = new (string, string)[maxSize / EntryOverhead];
    private int _latest;
    private int _size;
    private int _maxSize = maxSize;

    public int Count { get; private set; }

    /// <summary>Bytes that a header counts.</summary>
    public static int SizeOf(string name, string value) => name.Length + value.Length + EntryOverhead;

    /// <summary>An entry; the latest has the index 0.</summary>
    public (string Name, string Value) Get(int index) => _entries[Place(index)];

    public void Add(string name, string value)
    {
        var size = SizeOf(name, value);
        Shrink(_maxSize - size);
        if (size <= _maxSize)
        {
            _latest = Place(-1);
            _entries[_latest] = (name, value);
            _size += size;
            Count++;
        }
    }

    /// <summary>Sets the size, at most the one the table was made with.</summary>
    public void Resize(int size)
    {
        _maxSize = size;
        Shrink(size);
    }

    private int Place(int index) => (_latest + index + _entries.Length) % _entries.Length;

    private void Shrink(int size)
    {
        while (_size > size && Count > 0)
        {
            ref var oldest = ref _entries[Place(Count - 1)];
            _size -= SizeOf(oldest.Name, oldest.Value);
            oldest = default;
            Count--;
        }
    }
}
