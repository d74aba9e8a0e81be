using System.Diagnostics;

namespace InferencePlatform.Testing;

/// <summary>
/// A folder as the kubelet mounts a Secret: each file is a link through <c>..data</c>, a link that is exchanged in one
/// step when the Secret changes.
/// </summary>
internal sealed class SecretVolume : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("secret-").FullName;
    private int _versions;

    public SecretVolume(params (string Name, string Text)[] files) => Exchange(files);

    /// <summary>Where a file is mounted.</summary>
    public string this[string name] => Path.Combine(_folder, name);

    /// <summary>The Secret has other contents now.</summary>
    public void Exchange(params (string Name, string Text)[] files)
    {
        var version = $"..version_{++_versions}";
        Directory.CreateDirectory(this[version]);
        foreach (var (name, text) in files)
        {
            File.WriteAllText(Path.Combine(this[version], name), text);
            if (new FileInfo(this[name]).LinkTarget is null)
            {
                File.CreateSymbolicLink(this[name], $"..data/{name}");
            }
        }

        var next = this["..data_tmp"];
        Directory.CreateSymbolicLink(next, version);

        // One rename of the link itself, which .NET has no call for.
        using var move = Process.Start("mv", ["-fT", next, this["..data"]]);
        move.WaitForExit();
        if (_versions > 1)
        {
            Directory.Delete(this[$"..version_{_versions - 1}"], recursive: true);
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
