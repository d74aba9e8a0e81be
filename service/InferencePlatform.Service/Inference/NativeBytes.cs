using System.Text;

namespace InferencePlatform.Service.Inference;

/// <summary>Bytes in native memory that somebody else owns and keeps alive.</summary>
internal readonly unsafe struct NativeBytes(byte* pointer, int length)
{
    private const int MaxTextLength = 256;

    public byte* Pointer => pointer;

    public int Length => length;

    public Span<byte> Span => new(pointer, length);

    /// <summary>The bytes as UTF-8 text, cut short where it is long: for messages to people.</summary>
    public override string ToString() =>
        Encoding.UTF8.GetString(Span[..Math.Min(length, MaxTextLength)]) + (length > MaxTextLength ? "…" : "");

    /// <summary>Whether an element of this size may be read where the bytes begin.</summary>
    public bool IsAlignedTo(int elementSize) => elementSize <= 1 || (nuint)pointer % (nuint)elementSize == 0;
}
