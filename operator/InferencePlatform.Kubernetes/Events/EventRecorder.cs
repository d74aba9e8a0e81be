using System.Threading.Channels;
using InferencePlatform.Kubernetes.Client;
using InferencePlatform.Kubernetes.Models;
using Microsoft.Extensions.Logging;

namespace InferencePlatform.Kubernetes.Events;

/// <summary>
/// Tells people of what happened to an object; <c>kubectl describe</c> and <c>kubectl events</c> show it. Repetitions are
/// counted, not written again. Telling never waits and never fails; what cannot be written is dropped.
/// </summary>
public sealed class EventRecorder : IAsyncDisposable
{
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(5);

    private readonly Channel<Occurrence> _queue;
    private readonly EventWriter _writer;
    private readonly EventRecorderOptions _options;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _giveUp = new();
    private readonly Task _writing;
    private long _dropped;

    public EventRecorder(IKubernetesClient client, EventRecorderOptions options, ILogger<EventRecorder> logger)
    {
        _options = options;
        _logger = logger;
        _writer = new EventWriter(client, options, logger);
        _queue = Channel.CreateBounded<Occurrence>(
            new BoundedChannelOptions(options.QueueLength) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true },
            _ => Interlocked.Increment(ref _dropped));
        _writing = Task.Run(WriteAsync);
    }

    /// <summary>Events dropped because too many waited.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Something went as it should.</summary>
    /// <param name="reason">Why, in one word: <c>RolloutComplete</c>.</param>
    /// <param name="action">What was done, in one word: <c>Update</c>.</param>
    /// <param name="note">A sentence; after 1024 bytes it is cut off.</param>
    /// <param name="regarding">What it happened to.</param>
    public void Normal(string reason, string action, string note, KubernetesObject regarding) => Tell("Normal", reason, action, note, regarding);

    /// <summary>Something is wrong.</summary>
    /// <inheritdoc cref="Normal"/>
    public void Warning(string reason, string action, string note, KubernetesObject regarding) => Tell("Warning", reason, action, note, regarding);

    /// <summary>Writes what waits, for a few seconds at most.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await Task.WhenAny(_writing, Task.Delay(LastWords, _options.TimeProvider));
        await _giveUp.CancelAsync();
        await _writing;
        _giveUp.Dispose();
    }

    private void Tell(string type, string reason, string action, string note, KubernetesObject regarding)
    {
        try
        {
            _queue.Writer.TryWrite(Occurrence.Of(type, reason, action, note, regarding));
        }
        catch (ArgumentException e)
        {
            EventLog.NotWritten(_logger, regarding.GetType().Name, regarding.Metadata.Name ?? "", reason, e.Message);
        }
    }

    private async Task WriteAsync()
    {
        try
        {
            while (await WaitAsync())
            {
                while (_queue.Reader.TryRead(out var occurrence))
                {
                    await _writer.TakeAsync(occurrence, _giveUp.Token);
                }

                await _writer.CountDueAsync(_giveUp.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // Its time was over.
        }
    }

    /// <summary>Waits for something to do; false at the end.</summary>
    private async Task<bool> WaitAsync()
    {
        if (!_writer.HasUnwritten)
        {
            return await _queue.Reader.WaitToReadAsync(_giveUp.Token);
        }

        using var pause = new CancellationTokenSource(_options.SeriesPause, _options.TimeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(pause.Token, _giveUp.Token);
        try
        {
            return await _queue.Reader.WaitToReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (!_giveUp.IsCancellationRequested)
        {
            return true;
        }
    }
}
