using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text.Json;
using InferencePlatform.Service.Inference;

namespace InferencePlatform.Service.Rest.Json;

/// <summary>Texts in a body that lies in native memory.</summary>
internal static unsafe class JsonText
{
    /// <summary>Whether the member's name at the reader is this one.</summary>
    public static bool Is(ref Utf8JsonReader reader, ReadOnlySpan<byte> name)
    {
        if (!reader.ValueIsEscaped)
        {
            return reader.ValueSpan.SequenceEqual(name);
        }

        try
        {
            return reader.ValueTextEquals(name);
        }
        catch (InvalidOperationException)
        {
            throw JsonSyntax.BrokenEscape();
        }
    }

    /// <summary>The text at the reader: where it lies, unless it has escapes.</summary>
    public static NativeBytes Read(ref Utf8JsonReader reader, InferenceRequest request)
    {
        var raw = reader.ValueSpan;
        if (!reader.ValueIsEscaped)
        {
            return new NativeBytes((byte*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(raw)), raw.Length);
        }

        var buffer = request.Rent(raw.Length);
        return new NativeBytes(buffer.Pointer, Copy(ref reader, buffer.Span));
    }

    /// <summary>Writes the text at the reader, without escapes; it is never longer than with them.</summary>
    public static int Copy(ref Utf8JsonReader reader, Span<byte> target)
    {
        try
        {
            return reader.CopyString(target);
        }
        catch (InvalidOperationException)
        {
            throw JsonSyntax.BrokenEscape();
        }
    }
}
