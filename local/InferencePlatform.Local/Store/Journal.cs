using System.Threading.Channels;
using Microsoft.Win32.SafeHandles;

namespace InferencePlatform.Local.Store;

/// <summary>
/// The file that the state survives in: a snapshot, then a record for each transaction. Transactions that come while the
/// disk is busy are written and synced together. When the file has grown, a new one begins with a snapshot.
/// </summary>
internal sealed class Journal : IAsyncDisposable
{
    private const int BatchBytes = 4 << 20;
    private const string Prefix = "state.";

    private readonly string _directory;
    private readonly long _compactionBytes;
    private readonly FileStream _lock;
    private readonly Channel<Pending> _pending = Channel.CreateUnbounded<Pending>(new UnboundedChannelOptions { SingleReader = true });
    private SafeFileHandle _file;
    private long _number;
    private long _length;
    private long _snapshotLength;
    private Task _writer = Task.CompletedTask;

    private Journal(string directory, long compactionBytes, FileStream directoryLock, SafeFileHandle file, long number, long length)
    {
        _directory = directory;
        _compactionBytes = compactionBytes;
        _lock = directoryLock;
        _file = file;
        _number = number;
        _length = _snapshotLength = length;
    }

    /// <exception cref="IOException">Another process uses the folder, or it cannot be written.</exception>
    /// <exception cref="InvalidDataException">The file is damaged before its end.</exception>
    public static (StoreState State, Journal Journal) Open(string directory, long compactionBytes)
    {
        Directory.CreateDirectory(directory);
        var directoryLock = new FileStream(Path.Combine(directory, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        try
        {
            var number = Directory.EnumerateFiles(directory, Prefix + "*")
                .Select(f => long.TryParse(Path.GetFileName(f)[Prefix.Length..], out var n) ? n : 0).DefaultIfEmpty().Max();
            if (number == 0)
            {
                var (handle, length) = WriteSnapshot(directory, 1, StoreState.Empty);
                return (StoreState.Empty, new Journal(directory, compactionBytes, directoryLock, handle, 1, length));
            }

            var path = Path.Combine(directory, Prefix + number);
            var (state, valid) = Replay(path);
            var file = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite);
            RandomAccess.SetLength(file, valid);
            return (state, new Journal(directory, compactionBytes, directoryLock, file, number, valid));
        }
        catch
        {
            directoryLock.Dispose();
            throw;
        }
    }

    /// <param name="publish">Called with each transaction once it is on disk, in order.</param>
    /// <param name="state">The state that everything published has led to.</param>
    public void Start(Action<IReadOnlyList<ObjectEvent>> publish, Func<StoreState> state) =>
        _writer = Task.Run(() => WriteAsync(publish, state));

    /// <summary>Queues a transaction; callers are as many as there are requests, so the queue is bounded by those.</summary>
    public Task AppendAsync(IReadOnlyList<ObjectEvent> changes)
    {
        var pending = new Pending(changes, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        return _pending.Writer.TryWrite(pending) ? pending.Done.Task : Task.FromException(new IOException("The state file is closed."));
    }

    public async ValueTask DisposeAsync()
    {
        _pending.Writer.TryComplete();
        await _writer.ConfigureAwait(false);
        _file.Dispose();
        await _lock.DisposeAsync().ConfigureAwait(false);
    }

    private static (StoreState State, long Valid) Replay(string path)
    {
        var bytes = File.ReadAllBytes(path);
        var state = StoreState.Empty;
        var at = 0;
        while (at < bytes.Length)
        {
            var length = JournalRecord.Replay(bytes.AsSpan(at), ref state);
            if (length == -2)
            {
                throw new InvalidDataException($"{path} is damaged at byte {at}, with good records behind it. Put back a copy of it, or delete the folder to begin anew.");
            }

            if (length < 0)
            {
                break;
            }

            at += length;
        }

        return (state, at);
    }

    private async Task WriteAsync(Action<IReadOnlyList<ObjectEvent>> publish, Func<StoreState> state)
    {
        var batch = new List<Pending>();
        var records = new List<ReadOnlyMemory<byte>>();
        while (await _pending.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            batch.Clear();
            records.Clear();
            var size = 0;
            while (size < BatchBytes && _pending.Reader.TryRead(out var next))
            {
                var record = JournalRecord.Of(next.Changes[^1].Version, next.Changes);
                size += record.Length;
                records.Add(record);
                batch.Add(next);
            }

            try
            {
                RandomAccess.Write(_file, records, _length);
                RandomAccess.FlushToDisk(_file);
                _length += size;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                Fail(batch, new IOException($"The state in {_directory} cannot be written: {e.Message} Nothing more is accepted; make room and start again.", e));
                return;
            }

            foreach (var written in batch)
            {
                publish(written.Changes);
                written.Done.SetResult();
            }

            if (_length > _snapshotLength + _compactionBytes)
            {
                Compact(state());
            }
        }
    }

    /// <summary>After a failed write nobody knows what is on disk, so everything after it fails too.</summary>
    private void Fail(List<Pending> batch, IOException failure)
    {
        _pending.Writer.TryComplete();
        while (_pending.Reader.TryRead(out var next))
        {
            batch.Add(next);
        }

        foreach (var lost in batch)
        {
            lost.Done.SetException(failure);
        }
    }

    private void Compact(StoreState state)
    {
        try
        {
            var (file, length) = WriteSnapshot(_directory, _number + 1, state);
            _file.Dispose();
            File.Delete(Path.Combine(_directory, Prefix + _number));
            (_file, _length, _number) = (file, length, _number + 1);
        }
        catch (IOException)
        {
            // The old file is whole and goes on; the next attempt is made when it has grown as much again.
        }

        _snapshotLength = _length;
    }

    private static (SafeFileHandle File, long Length) WriteSnapshot(string directory, long number, StoreState state)
    {
        var path = Path.Combine(directory, Prefix + number);
        var draft = Path.Combine(directory, "draft");
        long length = 0;
        using (var file = File.OpenHandle(draft, FileMode.Create, FileAccess.Write))
        {
            var objects = state.Resources.Values.SelectMany(r => r.Objects.Values).Select(o => new ObjectEvent(o.Version, null, o, false));
            foreach (var chunk in objects.Chunk(256).Prepend([]))
            {
                var record = JournalRecord.Of(state.Version, chunk);
                RandomAccess.Write(file, record, length);
                length += record.Length;
            }

            RandomAccess.FlushToDisk(file);
        }

        File.Move(draft, path, overwrite: true);
        DirectorySync.Flush(directory);
        return (File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite), length);
    }

    private sealed record Pending(IReadOnlyList<ObjectEvent> Changes, TaskCompletionSource Done);
}
