using System.Globalization;

namespace InferencePlatform.Local.Hosting;

/// <summary>Keeps a state folder to one platform at a time. The kernel lets go of it when that ends, however it ends.</summary>
internal sealed class StateLock : IDisposable
{
    private readonly FileStream _file;

    private StateLock(FileStream file) => _file = file;

    /// <exception cref="PlatformException">Another platform has it, or it cannot be used.</exception>
    public static StateLock Take(string folder)
    {
        StateFolder.Prepare(folder);
        var path = Path.Combine(folder, "lock");
        try
        {
            var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            file.SetLength(0);
            file.Write(System.Text.Encoding.ASCII.GetBytes(Environment.ProcessId.ToString(CultureInfo.InvariantCulture)));
            file.Flush();
            return new(file);
        }
        catch (IOException e)
        {
            throw new PlatformException($"Another platform uses the state folder {folder}. Stop it, or give this one another folder by --state-dir.", e);
        }
    }

    public void Dispose() => _file.Dispose();
}
