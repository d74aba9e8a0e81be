using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace InferencePlatform.Service.Tests.Grpc.Rig;

/// <summary>Raw contents of tensors.</summary>
internal static class Raw
{
    public static byte[] Of<T>(params T[] elements)
        where T : unmanaged => MemoryMarshal.AsBytes<T>(elements).ToArray();

    public static T[] To<T>(ReadOnlySpan<byte> raw)
        where T : unmanaged => MemoryMarshal.Cast<byte, T>(raw).ToArray();

    /// <summary>Each text as its length and its bytes.</summary>
    public static byte[] Text(params string[] elements) => Text([.. elements.Select(Encoding.UTF8.GetBytes)]);

    public static byte[] Text(params byte[][] elements)
    {
        var raw = new List<byte>();
        Span<byte> length = stackalloc byte[4];
        foreach (var element in elements)
        {
            BinaryPrimitives.WriteInt32LittleEndian(length, element.Length);
            raw.AddRange(length);
            raw.AddRange(element);
        }

        return [.. raw];
    }
}
