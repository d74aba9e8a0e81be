using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace InferencePlatform.Service.Fetching;

/// <summary>Tells the log every few seconds how far a fetch has come, and keeps it within its size limit.</summary>
internal sealed class Progress(string what, long maxBytes, ILogger logger)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private long _toldAt = Stopwatch.GetTimestamp();
    private long _received;
    private long _receivedWhenTold;

    /// <summary>Bytes of files that are done.</summary>
    public long Done { get; set; }

    /// <summary>Bytes of all files together; null where that is not known.</summary>
    public long? Total { get; set; }

    /// <summary>Checks what a file is said to have, before it is read.</summary>
    /// <exception cref="FetchException">It would be over the limit.</exception>
    public void Announce(long bytes)
    {
        if (Done + bytes > maxBytes)
        {
            throw new FetchException(FetchFailure.OverLimit, $"{what} has {Done + bytes} bytes, and --max-size allows {maxBytes}; raise it if that is the right model.");
        }
    }

    /// <summary>Counts bytes that came, of a file that has so many now.</summary>
    /// <exception cref="FetchException">They are over the limit.</exception>
    public void Add(int bytes, long ofFile)
    {
        if (Done + ofFile > maxBytes)
        {
            throw new FetchException(FetchFailure.OverLimit, $"{what} has more than the {maxBytes} bytes that --max-size allows; raise it if that is the right model.");
        }

        _received += bytes;
        var elapsed = Stopwatch.GetElapsedTime(_toldAt);
        if (elapsed >= Interval)
        {
            var rate = Math.Round((_received - _receivedWhenTold) / elapsed.TotalSeconds / 1e6, 1);
            if (Total is > 0 and { } total)
            {
                var percent = Math.Round(100.0 * (Done + ofFile) / total, 1);
                FetchLog.Progress(logger, what, Done + ofFile, total, percent, rate);
            }
            else
            {
                FetchLog.Progress(logger, what, Done + ofFile, rate);
            }

            _toldAt = Stopwatch.GetTimestamp();
            _receivedWhenTold = _received;
        }
    }
}
