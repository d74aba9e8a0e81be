using System.Buffers;
using System.IO.Pipelines;
using InferencePlatform.Grpc.Memory;
using InferencePlatform.Service.Inference;
using InferencePlatform.Service.Scheduling;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace InferencePlatform.Service.Rest;

/// <summary>
/// A whole body in one piece of native memory, so that a tensor inside it can be used where it lies. It goes there from
/// the transport's buffers as it arrives; one that is too long is refused by its header, or at the limit.
/// </summary>
internal sealed class RequestBody(MessageBufferPool buffers, ByteLease memory, int maxSize)
{
    /// <summary>What a body of unknown length gets at first; doubled when it is full.</summary>
    private const int FirstSize = 16 * 1024;

    private MessageBuffer? _buffer;
    private int _filled;

    /// <summary>The body; valid until <see cref="Free"/>.</summary>
    public unsafe NativeBytes Bytes => new(_buffer!.Pointer, _filled);

    /// <exception cref="RestException">The body is too long.</exception>
    /// <exception cref="InferenceException">The body does not fit the memory allowed in flight.</exception>
    /// <exception cref="OperationCanceledException">The body did not come in time, or the client left.</exception>
    public async ValueTask ReadAsync(HttpContext http, ICallLifetime lifetime)
    {
        var announced = http.Request.ContentLength;
        if (announced > maxSize)
        {
            throw RestException.TooLarge(announced.Value, maxSize);
        }

        // The web server's own limit is for web pages, and its message does not tell the sizes.
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = null;
        }

        // Announced bytes are taken from the budget as they arrive: else a few clients could take it all with announcements.
        memory.EnsureFits(announced ?? 0);
        Grow((int)(announced ?? Math.Min(FirstSize, maxSize)));
        var pipe = http.Request.BodyReader;
        while (!Take(pipe, pipe.TryRead(out var ready) ? ready : await WaitAsync(pipe, lifetime.Token)))
        {
        }
    }

    public void Free()
    {
        _buffer?.Dispose();
        _buffer = null;
        _filled = 0;
    }

    private static async ValueTask<ReadResult> WaitAsync(PipeReader pipe, CancellationToken cancellationToken)
    {
        // A read given up by its token would leave the pipe unfit for the web server, which reads the rest of the body.
        await using var registration = cancellationToken.UnsafeRegister(static state => ((PipeReader)state!).CancelPendingRead(), pipe);
        return await pipe.ReadAsync(CancellationToken.None);
    }

    /// <summary>Takes what a read brought; true when it ends the body.</summary>
    private bool Take(PipeReader pipe, in ReadResult read)
    {
        try
        {
            if (read.IsCanceled)
            {
                throw new OperationCanceledException("The body did not come in time.");
            }

            var length = _filled + read.Buffer.Length;
            MakeRoom(length);
            memory.Take(read.Buffer.Length);
            read.Buffer.CopyTo(_buffer!.Span[_filled..]);
            _filled = (int)length;
            return read.IsCompleted;
        }
        finally
        {
            // Whatever happens: the web server reads the rest of a body that was refused, and starts from here.
            pipe.AdvanceTo(read.Buffer.End);
        }
    }

    private void MakeRoom(long length)
    {
        if (length > maxSize)
        {
            throw new RestException(StatusCodes.Status413PayloadTooLarge, $"The message has {length} bytes or more and the limit is {maxSize}; send less at once or raise the limit.");
        }

        if (length > _buffer!.Length)
        {
            Grow((int)Math.Min(maxSize, Math.Max(length, 2L * _buffer.Length)));
        }
    }

    private void Grow(int size)
    {
        var larger = buffers.Rent(size);
        _buffer?.Span[.._filled].CopyTo(larger.Span);
        _buffer?.Dispose();
        _buffer = larger;
    }
}
