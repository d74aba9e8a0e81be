using System.Formats.Tar;

namespace InferencePlatform.Images.Layers;

/// <summary>One file, folder or symbolic link of a layer.</summary>
/// <param name="Path">Where it stands in the image, without a leading slash.</param>
/// <param name="Type">A regular file, a folder or a symbolic link.</param>
/// <param name="Mode">Who may do what with it.</param>
internal sealed record LayerFile(string Path, TarEntryType Type, UnixFileMode Mode)
{
    private const UnixFileMode ReadableByAll = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private const UnixFileMode ExecutableByAll = ReadableByAll | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>What a symbolic link points to.</summary>
    public string? Target { get; private init; }

    /// <summary>Opens what a regular file holds.</summary>
    public Func<Stream>? Open { get; private init; }

    public static LayerFile Of(string path, byte[] content) =>
        new(path, TarEntryType.RegularFile, ReadableByAll) { Open = () => new MemoryStream(content, writable: false) };

    public static LayerFile Folder(string path) => new(path, TarEntryType.Directory, ExecutableByAll);

    /// <summary>A file as it stands on this machine. What its owner may, everybody may, but for writing.</summary>
    public static LayerFile Copy(string path, FileSystemInfo source, bool executable)
    {
        var mode = executable ? ExecutableByAll : ReadableByAll;
        return source switch
        {
            { LinkTarget: { } target } => new(path, TarEntryType.SymbolicLink, ExecutableByAll | UnixFileMode.GroupWrite | UnixFileMode.OtherWrite) { Target = target },
            DirectoryInfo => Folder(path),
            _ => new(path, TarEntryType.RegularFile, mode) { Open = () => File.OpenRead(source.FullName) },
        };
    }
}
