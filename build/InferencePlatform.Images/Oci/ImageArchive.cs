using System.Text.Json;
using System.Text.Json.Nodes;
using InferencePlatform.Images.Layers;

namespace InferencePlatform.Images.Oci;

/// <summary>
/// Writes an image as one file: an OCI image layout, which containerd, Podman and skopeo read, with the
/// <c>manifest.json</c> that <c>docker load</c> reads.
/// </summary>
internal static class ImageArchive
{
    public static BuiltImage Write(ImageRecipe recipe, IReadOnlyList<Layer> layers, string path)
    {
        var reference = $"{recipe.Repository}:{recipe.Version}";
        var config = Blob.Of(Blob.ConfigType, Json(ImageConfig.Of(recipe, layers)));
        var manifest = Blob.Of(Blob.ManifestType, Json(new JsonObject
        {
            ["schemaVersion"] = 2,
            ["mediaType"] = Blob.ManifestType,
            ["config"] = config.Descriptor(),
            ["layers"] = new JsonArray([.. layers.Select(layer => (JsonNode)layer.Content.Descriptor())]),
        }));
        LayerFile[] files =
        [
            LayerFile.Of("oci-layout", Json(new JsonObject { ["imageLayoutVersion"] = "1.0.0" })),
            LayerFile.Of("index.json", Json(Index(recipe, manifest, reference))),
            LayerFile.Of("manifest.json", Json(DockerManifest(config, layers, reference))),
            LayerFile.Folder("blobs"),
            LayerFile.Folder("blobs/sha256"),
            .. layers.Select(layer => layer.Content).Append(config).Append(manifest)
                .DistinctBy(blob => blob.Digest).Select(blob => LayerFile.Of(blob.Path, blob.Bytes)),
        ];
        // Nobody sees half an archive.
        var partial = path + ".partial";
        File.WriteAllBytes(partial, Layer.Of("archive", files).Content.Bytes);
        File.Move(partial, path, overwrite: true);
        return new(reference, manifest.Digest, layers.Sum(layer => (long)layer.Content.Bytes.Length), path);
    }

    private static JsonObject Index(ImageRecipe recipe, Blob manifest, string reference)
    {
        var descriptor = manifest.Descriptor();
        descriptor["platform"] = new JsonObject { ["architecture"] = recipe.Architecture, ["os"] = "linux" };
        // The first is containerd's, with the whole name; the second the specification's, with the tag alone.
        descriptor["annotations"] = new JsonObject
        {
            ["io.containerd.image.name"] = reference,
            ["org.opencontainers.image.ref.name"] = recipe.Version,
        };
        return new() { ["schemaVersion"] = 2, ["mediaType"] = "application/vnd.oci.image.index.v1+json", ["manifests"] = new JsonArray(descriptor) };
    }

    private static JsonArray DockerManifest(Blob config, IReadOnlyList<Layer> layers, string reference) =>
        new(new JsonObject
        {
            ["Config"] = config.Path,
            ["RepoTags"] = new JsonArray(reference),
            ["Layers"] = new JsonArray([.. layers.Select(layer => (JsonNode)layer.Content.Path)]),
        });

    private static byte[] Json(JsonNode node) => JsonSerializer.SerializeToUtf8Bytes(node);
}
