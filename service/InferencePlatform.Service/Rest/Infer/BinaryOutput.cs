using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;
using InferencePlatform.Service.Inference;
using InferencePlatform.Service.Runtime;

namespace InferencePlatform.Service.Rest.Infer;

/// <summary>Outputs as the bytes that follow the JSON.</summary>
internal static class BinaryOutput
{
    private const int PieceBytes = 64 * 1024;

    public static long Size(OutputTensor output)
    {
        if (output.Spec.DataType != DataType.Bytes)
        {
            return output.Data.Length;
        }

        long size = 0;
        for (var i = 0; i < output.Count; i++)
        {
            size += BytesTensor.LengthSize + output.Text(i).Length;
        }

        return size;
    }

    public static async ValueTask WriteAsync(PipeWriter body, OutputTensor output, CancellationToken cancellationToken)
    {
        if (output.Spec.DataType == DataType.Bytes)
        {
            await WriteTextsAsync(body, output, cancellationToken);
            return;
        }

        var length = output.Data.Length;
        for (var start = 0; start < length; start += PieceBytes)
        {
            body.Write(output.Data.Slice(start, Math.Min(PieceBytes, length - start)));
            await body.FlushAsync(cancellationToken);
        }
    }

    private static async ValueTask WriteTextsAsync(PipeWriter body, OutputTensor output, CancellationToken cancellationToken)
    {
        var count = output.Count;
        var unsent = 0;
        for (var i = 0; i < count; i++)
        {
            unsent += WriteText(body, output.Text(i));
            if (unsent >= PieceBytes || i == count - 1)
            {
                unsent = 0;
                await body.FlushAsync(cancellationToken);
            }
        }
    }

    private static int WriteText(PipeWriter body, ReadOnlySpan<byte> text)
    {
        BinaryPrimitives.WriteInt32LittleEndian(body.GetSpan(BytesTensor.LengthSize), text.Length);
        body.Advance(BytesTensor.LengthSize);
        body.Write(text);
        return BytesTensor.LengthSize + text.Length;
    }
}
