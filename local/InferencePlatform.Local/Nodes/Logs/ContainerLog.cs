using System.Text;

namespace InferencePlatform.Local.Nodes.Logs;

/// <summary>The output of one run of a container in a file, and one file before it: no more than 20 MiB in all.</summary>
internal sealed class ContainerLog : IDisposable
{
    public const long MaxFileBytes = 10 << 20;

    private readonly Lock _lock = new();
    private readonly TimeProvider _time;
    private readonly long _maxBytes;
    private FileStream _file;
    private TaskCompletionSource _changed = NewSignal();

    public ContainerLog(string path, TimeProvider time, long maxBytes = MaxFileBytes)
    {
        Path = path;
        _time = time;
        _maxBytes = maxBytes;
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        _file = Open();
    }

    public string Path { get; }

    /// <summary>The file before this one, once there is one.</summary>
    public string Rotated => Path + ".1";

    public bool IsComplete { get; private set; }

    /// <summary>How often a new file was begun.</summary>
    public int Rotations { get; private set; }

    /// <summary>Ends with the next entry, or the last.</summary>
    public Task Changed
    {
        get
        {
            lock (_lock)
            {
                return IsComplete ? Task.CompletedTask : _changed.Task;
            }
        }
    }

    /// <summary>The present file, and how often the log had been rotated when it was opened.</summary>
    public (FileStream File, int Rotations) OpenForReading()
    {
        lock (_lock)
        {
            return (new(Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete), Rotations);
        }
    }

    public void Write(string stream, string text, bool isWhole)
    {
        var bytes = Encoding.UTF8.GetBytes(new LogEntry(_time.GetUtcNow(), isWhole, text).ToLine(stream));
        lock (_lock)
        {
            if (IsComplete)
            {
                return;
            }

            try
            {
                Append(bytes);
            }
            catch (IOException)
            {
                // The disk is full: a line is lost, and who wrote it goes on.
            }

            Signal();
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            IsComplete = true;
            _file.Dispose();
            Signal();
        }
    }

    private void Append(byte[] bytes)
    {
        if (_file.Length + bytes.Length > _maxBytes && _file.Length > 0)
        {
            _file.Dispose();
            File.Move(Path, Rotated, overwrite: true);
            _file = Open();
            Rotations++;
        }

        _file.Write(bytes);
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Signal()
    {
        _changed.TrySetResult();
        _changed = NewSignal();
    }

    // Without a buffer of its own: what is written can be read at once, and outlives the platform.
    private FileStream Open() => new(Path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
}
