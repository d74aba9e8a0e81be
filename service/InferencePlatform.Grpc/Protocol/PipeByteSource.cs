using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;

namespace InferencePlatform.Grpc.Protocol;

/// <summary>A body that comes through a pipe.</summary>
internal sealed class PipeByteSource(PipeReader pipe) : IByteSource
{
    public bool IsCompleted { get; private set; }

    public int Read(Span<byte> target) => !IsCompleted && pipe.TryRead(out var result) ? Take(result, target) : 0;

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<int> ReadAsync(Memory<byte> target, CancellationToken cancellationToken) =>
        IsCompleted ? 0 : Take(await pipe.ReadAsync(cancellationToken), target.Span);

    private int Take(in ReadResult result, Span<byte> target)
    {
        var count = (int)Math.Min(result.Buffer.Length, target.Length);
        var bytes = result.Buffer.Slice(0, count);
        bytes.CopyTo(target);
        IsCompleted = result.IsCompleted && count == result.Buffer.Length;
        pipe.AdvanceTo(bytes.End);
        return count;
    }
}
