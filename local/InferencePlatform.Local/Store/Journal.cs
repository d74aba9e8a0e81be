using System.Threading.Channels;
using Microsoft.Win32.SafeHandles;

namespace InferencePlatform.Local.Store;

/// <summary>Writes records at a place in a file, as <see cref="RandomAccess.Write(SafeFileHandle, IReadOnlyList{ReadOnlyMemory{byte}}, long)"/> does.</summary>
internal delegate void FileWrite(SafeFileHandle file, IReadOnlyList<ReadOnlyMemory<byte>> records, long at);

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
    private readonly FileWrite _write;
    private readonly Channel<Pending> _pending = Channel.CreateUnbounded<Pending>(new UnboundedChannelOptions { SingleReader = true });
    private SafeFileHandle _file;
    private long _number;
    private long _length;
    private long _snapshotLength;
    private Task _writer = Task.CompletedTask;
    private IOException _closed = new("The state file is closed.");

    private Journal(string directory, long compactionBytes, FileStream directoryLock, SafeFileHandle file, long number, long length, FileWrite write)
    {
        _write = write;
        _directory = directory;
        _compactionBytes = compactionBytes;
        _lock = directoryLock;
        _file = file;
        _number = number;
        _length = _snapshotLength = length;
    }

    /// <exception cref="IOException">Another process uses the folder, or it cannot be written.</exception>
    /// <exception cref="InvalidDataException">The file is damaged before its end.</exception>
    public static (StoreState State, Journal Journal) Open(string directory, long compactionBytes, FileWrite write)
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
                return (StoreState.Empty, new Journal(directory, compactionBytes, directoryLock, handle, 1, length, write));
            }

            var path = Path.Combine(directory, Prefix + number);
            var (state, valid) = Replay(path);
            var file = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite);
            RandomAccess.SetLength(file, valid);
            return (state, new Journal(directory, compactionBytes, directoryLock, file, number, valid, write));
        }
        catch
        {
            directoryLock.Dispose();
            throw;
        }
    }

    /// <param name="publish">Called with each transaction once it is on disk, in order.</param>
    /// <param name="takeBack">
    /// Called where transactions found no room: goes back to what was published, and calls what it is given, which refuses
    /// all that wait, while nothing is appended.
    /// </param>
    /// <param name="state">The state that everything published has led to.</param>
    public void Start(Action<IReadOnlyList<ObjectEvent>> publish, Action<Action> takeBack, Func<StoreState> state) =>
        _writer = Task.Run(() => WriteAsync(publish, takeBack, state));

    /// <summary>Queues a transaction; callers are as many as there are requests, so the queue is bounded by those.</summary>
    public Task AppendAsync(IReadOnlyList<ObjectEvent> changes)
    {
        var pending = new Pending(changes, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        return _pending.Writer.TryWrite(pending) ? pending.Done.Task : Task.FromException(_closed);
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

    private async Task WriteAsync(Action<IReadOnlyList<ObjectEvent>> publish, Action<Action> takeBack, Func<StoreState> state)
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
                _write(_file, records, _length);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                if (TryCutOff())
                {
                    takeBack(() => Refuse(batch, new IOException($"{CannotWrite(e)} Nothing was changed; make room and try again.", e)));
                    continue;
                }

                Close(batch, e);
                return;
            }

            try
            {
                RandomAccess.FlushToDisk(_file);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                Close(batch, e);
                return;
            }

            _length += size;
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

    private string CannotWrite(Exception e) => $"The state in {_directory} cannot be written: {e.Message.TrimEnd('.')}.";

    /// <summary>Takes away the part of a record that found no room behind it.</summary>
    private bool TryCutOff()
    {
        try
        {
            RandomAccess.SetLength(_file, _length);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>After a failed sync nobody knows what is on disk, so everything after it fails too.</summary>
    private void Close(List<Pending> batch, Exception e)
    {
        _closed = new IOException($"{CannotWrite(e)} Nothing more is accepted; see to the disk and start again.", e);
        _pending.Writer.TryComplete();
        Refuse(batch, _closed);
    }

    private void Refuse(List<Pending> batch, IOException failure)
    {
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
