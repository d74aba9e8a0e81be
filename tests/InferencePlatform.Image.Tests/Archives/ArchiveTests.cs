using System.Formats.Tar;
using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace InferencePlatform.Image.Tests.Archives;

/// <summary>What is in an archive, and that nothing but its input decides it.</summary>
public sealed class ArchiveTests : IDisposable
{
    private const UnixFileMode WritableByOthers = UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;

    private readonly Publish _publish = new();

    public void Dispose() => _publish.Dispose();

    [Fact]
    public void The_same_files_make_the_same_bytes_whenever_and_with_whatever_rights_they_were_written()
    {
        var first = _publish.Build().Bytes;
        foreach (var file in Directory.EnumerateFiles(_publish.In("."), "*", SearchOption.AllDirectories))
        {
            File.SetLastWriteTimeUtc(file, DateTime.UtcNow.AddYears(-3));
        }

        File.SetUnixFileMode(_publish.In("program/System.Runtime.dll"), UnixFileMode.UserRead | UnixFileMode.UserWrite);

        Assert.Equal(first, _publish.Build().Bytes);
    }

    [Fact]
    public void A_changed_file_makes_another_image_whose_other_layers_are_the_same()
    {
        var first = _publish.Build().Layers;
        _publish.Write("program/inference-server.dll", "changed");
        var second = _publish.Build().Layers;

        Assert.Equal(first.Take(2), second.Take(2));
        Assert.NotEqual(first[2], second[2]);
    }

    [Fact]
    public void Every_blob_has_the_digest_and_the_size_that_it_is_named_by()
    {
        var image = _publish.Build();
        JsonNode[] descriptors = [image.Index["manifests"]![0]!, image.Manifest["config"]!, .. image.Manifest["layers"]!.AsArray()!];

        Assert.Equal("1.0.0", (string?)image.Json("oci-layout")["imageLayoutVersion"]);
        Assert.Equal(5, descriptors.Length);
        Assert.All(descriptors, descriptor =>
        {
            var blob = image.Files[ImageFile.PathOf((string)descriptor["digest"]!)];
            Assert.Equal("sha256:" + Convert.ToHexStringLower(SHA256.HashData(blob)), (string?)descriptor["digest"]);
            Assert.Equal(blob.Length, (int)descriptor["size"]!);
        });
        Assert.Equal(image.Layers, image.Config["rootfs"]!["diff_ids"]!.AsArray().Select(id => (string)id!));
    }

    [Fact]
    public void Docker_and_containerd_find_the_same_image_by_their_own_names_for_it()
    {
        var image = _publish.Build();
        var docker = image.Json("manifest.json")[0]!;

        Assert.Equal(ImageFile.PathOf((string)image.Manifest["config"]!["digest"]!), (string?)docker["Config"]);
        Assert.Equal(image.Layers.Select(ImageFile.PathOf), docker["Layers"]!.AsArray().Select(layer => (string)layer!));
        Assert.Equal("ghcr.io/example/inference-server:1.2.3", (string?)docker["RepoTags"]![0]);
        Assert.Equal("ghcr.io/example/inference-server:1.2.3", (string?)image.Index["manifests"]![0]!["annotations"]!["io.containerd.image.name"]);
    }

    [Fact]
    public void The_program_runs_as_a_user_without_rights_and_says_what_it_is()
    {
        var config = _publish.Build().Config;

        Assert.Equal("65532:65532", (string?)config["config"]!["User"]);
        Assert.Equal("/app/inference-server", (string?)config["config"]!["Entrypoint"]![0]);
        Assert.Equal(["50051/tcp"], config["config"]!["ExposedPorts"]!.AsObject().Select(port => port.Key));
        var labels = config["config"]!["Labels"]!;
        Assert.Equal("1.2.3", (string?)labels["org.opencontainers.image.version"]);
        Assert.Equal("c0ffee", (string?)labels["org.opencontainers.image.revision"]);
        Assert.Equal("2023-11-14T22:13:20Z", (string?)labels["org.opencontainers.image.created"]);
        Assert.Equal("2023-11-14T22:13:20Z", (string?)config["created"]);
    }

    [Fact]
    public void Everything_belongs_to_root_and_only_the_folder_for_passing_files_can_be_written()
    {
        var content = _publish.Build().Content().ToList();

        Assert.All(content, entry => Assert.Equal((0, 0), entry.Owner));
        Assert.Equal(["tmp"], content.Where(e => e.Type != TarEntryType.SymbolicLink && (e.Mode & WritableByOthers) != 0).Select(e => e.Name));
        Assert.Equal(["app/inference-server"], content.Where(e => e.Type == TarEntryType.RegularFile && e.Mode.HasFlag(UnixFileMode.OtherExecute)).Select(e => e.Name));
        Assert.Equal("usr/lib", content.Single(e => e.Name == "lib").Target);
    }

    [Fact]
    public void The_runtime_is_a_layer_that_images_of_one_version_of_it_share_and_symbols_stay_out()
    {
        var image = _publish.Build();

        Assert.Equal(["app", "app/System.Runtime.dll", "app/libcoreclr.so"], image.Content(image.Layers[1]).Select(e => e.Name));
        Assert.Equal(
            ["app", "app/inference-server", "app/inference-server.deps.json", "app/inference-server.dll", "usr/share/doc/inference-server/inference-server.spdx.json"],
            image.Content(image.Layers[2]).Select(e => e.Name));
    }

    [Fact]
    public void A_publish_without_the_runtime_is_refused_in_a_sentence()
    {
        _publish.Write("program/inference-server.deps.json", """{ "targets": {}, "libraries": {} }""");
        Assert.Contains("--self-contained", Assert.Throws<InvalidOperationException>(() => _publish.Build()).Message, StringComparison.Ordinal);

        File.Delete(_publish.In("program/inference-server.deps.json"));
        Assert.Contains("--self-contained", Assert.ThrowsAny<Exception>(() => _publish.Build()).Message, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(_publish.Output, "inference-server.tar")));
    }
}
