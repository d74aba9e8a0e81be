namespace InferencePlatform.Service.Inference;

/// <summary>Bytes in native memory that somebody else owns and keeps alive.</summary>
internal readonly unsafe struct NativeBytes(byte* pointer, int length)
{
    public byte* Pointer => pointer;

    public int Length => length;

    public Span<byte> Span => new(pointer, length);

    /// <summary>Whether an element of this size may be read where the bytes begin.</summary>
    public bool IsAlignedTo(int elementSize) => elementSize <= 1 || (nuint)pointer % (nuint)elementSize == 0;
}
