using System.IO.Pipelines;
using InferencePlatform.Grpc.Memory;
using InferencePlatform.Grpc.Protocol;
using InferencePlatform.Grpc.Tests.Infrastructure;

namespace InferencePlatform.Grpc.Tests.Protocol;

/// <summary>A message reader at the end of a pipe, with a budget and a pool of its own.</summary>
internal sealed class ReaderUnderTest : IDisposable
{
    private readonly MessageBufferPool _pool = new(1 << 20);
    private readonly MessageReader _reader;

    public ReaderUnderTest(int maxMessageSize = 1 << 20, long budget = 4 << 20, string? encoding = "gzip", TimeSpan? stall = null)
    {
        Budget = new ByteBudget(budget);
        _reader = new MessageReader(new MessageReaderLimits(_pool, Budget, maxMessageSize, stall ?? TimeSpan.FromMinutes(1)));
        _reader.Begin(new PipeByteSource(Pipe.Reader), encoding);
    }

    public Pipe Pipe { get; } = new(new PipeOptions(pauseWriterThreshold: 0, useSynchronizationContext: false));

    public ByteBudget Budget { get; }

    public async Task WriteAsync(byte[] bytes) => await Pipe.Writer.WriteAsync(bytes, Patience.Token);

    /// <summary>The next message as an array, or null at the end.</summary>
    public Task<byte[]?> ReadAsync() => ReadUntilAsync(Patience.Token);

    /// <summary>Whether a message, or the end, is here to be read without waiting.</summary>
    public bool ReadNow()
    {
        var here = _reader.TryRead(out var message);
        message?.Dispose();
        return here;
    }

    public async Task<byte[]?> ReadUntilAsync(CancellationToken cancellationToken)
    {
        using var message = _reader.TryRead(out var ready) ? ready : await _reader.ReadAsync(cancellationToken);
        return message?.Span.ToArray();
    }

    public async Task<IReadOnlyList<byte[]>> ReadAllAsync()
    {
        var messages = new List<byte[]>();
        while (await ReadAsync() is { } message)
        {
            messages.Add(message);
        }

        return messages;
    }

    /// <summary>Ends the body, reads all of it, and expects to be refused.</summary>
    public async Task<RpcException> RefusalAsync(params byte[][] pieces)
    {
        foreach (var piece in pieces)
        {
            await WriteAsync(piece);
        }

        await Pipe.Writer.CompleteAsync();
        return await Assert.ThrowsAsync<RpcException>(ReadAllAsync);
    }

    public void Dispose()
    {
        _reader.End();
        _pool.Dispose();
        Assert.Equal(0, Budget.Used);
    }
}
