using System.Buffers;
using System.IO.Pipelines;

namespace InferencePlatform.Kubernetes.Client;

/// <summary>The lines of a watch's body as they arrive, each of them one event.</summary>
internal sealed class WatchLines(Stream body, int maxBytes) : IAsyncDisposable
{
    private readonly PipeReader _reader = PipeReader.Create(body, new StreamPipeReaderOptions(bufferSize: 16 * 1024));
    private SequencePosition? _consumed;

    /// <summary>The next line, valid until the call after; null at the end.</summary>
    /// <exception cref="HttpRequestException">The body was cut off, or a line is too long.</exception>
    public async ValueTask<ReadOnlySequence<byte>?> NextAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            if (_consumed is { } position)
            {
                _consumed = null;
                _reader.AdvanceTo(position);
            }

            var buffer = await ReadAsync(cancellationToken);
            if (buffer.Data.PositionOf((byte)'\n') is { } end)
            {
                _consumed = buffer.Data.GetPosition(1, end);
                var line = buffer.Data.Slice(0, end);
                if (!IsBlank(line))
                {
                    return line;
                }
            }
            else if (buffer.IsLast)
            {
                return IsBlank(buffer.Data) ? null : throw new HttpRequestException(HttpRequestError.ResponseEnded, "The watch ended in the middle of an event.");
            }
            else if (buffer.Data.Length > maxBytes)
            {
                throw new HttpRequestException(HttpRequestError.ConfigurationLimitExceeded, $"An event of the watch is over {maxBytes} bytes.");
            }
            else
            {
                _reader.AdvanceTo(buffer.Data.Start, buffer.Data.End);
            }
        }
    }

    public ValueTask DisposeAsync() => _reader.CompleteAsync();

    private static bool IsBlank(ReadOnlySequence<byte> line)
    {
        foreach (var part in line)
        {
            if (part.Span.ContainsAnyExcept((byte)' ', (byte)'\r', (byte)'\t'))
            {
                return false;
            }
        }

        return true;
    }

    private async ValueTask<(ReadOnlySequence<byte> Data, bool IsLast)> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            var read = await _reader.ReadAsync(cancellationToken);
            return (read.Buffer, read.IsCompleted);
        }
        catch (IOException e)
        {
            throw new HttpRequestException(HttpRequestError.ResponseEnded, $"The watch was cut off: {e.Message}", e);
        }
    }
}
