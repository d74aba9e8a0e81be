using System.Formats.Tar;
using System.Text.Json.Nodes;

namespace InferencePlatform.Image.Tests.Archives;

/// <summary>An image's archive, read as a container engine reads it.</summary>
internal sealed class ImageFile(string path)
{
    private readonly Dictionary<string, byte[]> _files = Entries(File.OpenRead(path)).ToDictionary(e => e.Name, e => e.Content);

    public byte[] Bytes => File.ReadAllBytes(path);

    public IReadOnlyDictionary<string, byte[]> Files => _files;

    public JsonNode Index => Json("index.json");

    public JsonNode Manifest => Blob(Index["manifests"]![0]!);

    public JsonNode Config => Blob(Manifest["config"]!);

    /// <summary>The digests of the layers, the lowest first.</summary>
    public IReadOnlyList<string> Layers => [.. Manifest["layers"]!.AsArray().Select(layer => (string)layer!["digest"]!)];

    public JsonNode Json(string name) => JsonNode.Parse(_files[name])!;

    /// <summary>What a container sees: every file of every layer.</summary>
    public IEnumerable<ImageEntry> Content() => Layers.SelectMany(Content);

    public IEnumerable<ImageEntry> Content(string digest) => Entries(new MemoryStream(_files[PathOf(digest)]));

    public static string PathOf(string digest) => "blobs/" + digest.Replace(':', '/');

    private JsonNode Blob(JsonNode descriptor) => Json(PathOf((string)descriptor["digest"]!));

    private static IEnumerable<ImageEntry> Entries(Stream archive)
    {
        using var reader = new TarReader(archive);
        while (reader.GetNextEntry() is { } entry)
        {
            var content = new MemoryStream();
            entry.DataStream?.CopyTo(content);
            yield return new(entry.Name.TrimEnd('/'), entry.EntryType, entry.Mode, (entry.Uid, entry.Gid), entry.LinkName, content.ToArray());
        }
    }
}

internal sealed record ImageEntry(string Name, TarEntryType Type, UnixFileMode Mode, (int Uid, int Gid) Owner, string? Target, byte[] Content);
