using System.Security.Cryptography;

namespace InferencePlatform.Service.Fetching;

/// <summary>
/// A file on its way in: under a name that nobody looks for, in the target folder, so that publishing it is one rename.
/// Disposing of it deletes what was not published.
/// </summary>
internal sealed class PartialFile : IDisposable
{
    private const string Suffix = ".fetch-partial";

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly FileStream _stream;
    private readonly string _folder;
    private bool _published;

    private PartialFile(string folder, FileStream stream)
    {
        _folder = folder;
        _stream = stream;
    }

    /// <summary>Bytes written so far.</summary>
    public long Length { get; private set; }

    /// <summary>Lower-case hex digits of the digest of what was written so far.</summary>
    public string Sha256 => Convert.ToHexStringLower(_hash.GetCurrentHash());

    /// <exception cref="FetchException">The folder cannot be written.</exception>
    public static PartialFile Create(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
            var path = Path.Combine(folder, $".{Guid.NewGuid():N}{Suffix}");

            // Opened for itself alone, which on Linux is a lock: another fetch's sweep leaves it.
            return new PartialFile(folder, new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw TargetErrors.Explain(e, folder);
        }
    }

    /// <summary>Removes what fetches left that were killed; what another one writes right now stays.</summary>
    public static void Sweep(string folder)
    {
        try
        {
            foreach (var path in Directory.Exists(folder) ? Directory.EnumerateFiles(folder, ".*" + Suffix) : [])
            {
                Remove(path);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // What cannot be listed cannot be written either, which is told when that is tried.
        }
    }

    /// <exception cref="FetchException">The disk is full, or fails.</exception>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        try
        {
            _stream.Write(bytes);
        }
        catch (IOException e)
        {
            throw TargetErrors.Explain(e, _folder);
        }

        _hash.AppendData(bytes);
        Length += bytes.Length;
    }

    /// <summary>Drops what was written.</summary>
    public void Restart()
    {
        _stream.SetLength(0);
        _stream.Position = 0;
        _hash.GetHashAndReset();
        Length = 0;
    }

    /// <summary>Makes the file durable, then visible, in the place of one that is there.</summary>
    /// <param name="name">Its place below the folder.</param>
    /// <exception cref="FetchException">The disk is full, or fails.</exception>
    public void Publish(string name)
    {
        try
        {
            _stream.Flush(flushToDisk: true);
            var path = Path.Combine(_folder, name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.Move(_stream.Name, path, overwrite: true);
            _published = true;

            // Only now, for closing it ends the lock.
            _stream.Dispose();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw TargetErrors.Explain(e, _folder);
        }
    }

    public void Dispose()
    {
        if (!_published)
        {
            try
            {
                File.Delete(_stream.Name);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // It stays under its hidden name, and the next fetch sweeps it.
            }
        }

        _stream.Dispose();
        _hash.Dispose();
    }

    private static void Remove(string path)
    {
        try
        {
            using var unused = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.None);
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // In use, or not ours to remove.
        }
    }
}
