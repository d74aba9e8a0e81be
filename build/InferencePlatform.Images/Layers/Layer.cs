using System.Formats.Tar;
using InferencePlatform.Images.Oci;

namespace InferencePlatform.Images.Layers;

/// <summary>A layer of an image: a tar archive whose bytes depend on names, modes and contents alone.</summary>
/// <param name="About">What is in it, for the image's history.</param>
/// <param name="Content">The archive, not compressed, so that its digest does not depend on a compressor's version.</param>
internal sealed record Layer(string About, Blob Content)
{
    public static Layer Of(string about, IEnumerable<LayerFile> files)
    {
        var archive = new MemoryStream();
        using (var writer = new TarWriter(archive, TarEntryFormat.Ustar, leaveOpen: true))
        {
            // By the bytes of the names: a folder then comes before what is in it.
            foreach (var file in files.OrderBy(file => file.Path, StringComparer.Ordinal))
            {
                Write(writer, file);
            }
        }

        return new(about, Blob.Of(Blob.LayerType, archive.ToArray()));
    }

    private static void Write(TarWriter writer, LayerFile file)
    {
        using var content = file.Open?.Invoke();
        var entry = new UstarTarEntry(file.Type, file.Type == TarEntryType.Directory ? file.Path + "/" : file.Path)
        {
            Mode = file.Mode,
            ModificationTime = DateTimeOffset.UnixEpoch,
            Uid = 0,
            Gid = 0,
        };
        if (content is not null)
        {
            entry.DataStream = content;
        }

        if (file.Target is not null)
        {
            entry.LinkName = file.Target;
        }

        writer.WriteEntry(entry);
    }
}
