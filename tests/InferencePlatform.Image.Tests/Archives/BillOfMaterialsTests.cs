using System.Text.Json.Nodes;

namespace InferencePlatform.Image.Tests.Archives;

/// <summary>The bill of materials names what is in the image, as scanners want it.</summary>
public sealed class BillOfMaterialsTests : IDisposable
{
    private readonly Publish _publish = new();

    public void Dispose() => _publish.Dispose();

    [Fact]
    public void It_names_what_ships_with_its_version_and_nothing_that_only_the_build_used()
    {
        Assert.Equal(
            [
                "pkg:deb/debian/libssl3@3.0.17-1~deb12u2?arch=amd64&distro=debian-12",
                "pkg:npm/com.github.asus4.onnxruntime@0.4.9",
                "pkg:nuget/Google.Protobuf@3.25.1",
                "pkg:nuget/Microsoft.NETCore.App.Runtime.linux-x64@10.0.14",
            ],
            Packages(Bill()).Select(package => (string?)package["externalRefs"]?[0]?["referenceLocator"]).Where(url => url is not null));
    }

    [Fact]
    public void It_gives_the_hashes_that_the_lock_files_give()
    {
        var protobuf = Packages(Bill()).Single(package => (string?)package["name"] == "Google.Protobuf");
        var locked = JsonNode.Parse(File.ReadAllText(_publish.Recipe.LockFiles[0]))!["dependencies"]!["net10.0"]!["Google.Protobuf"]!["contentHash"]!;

        Assert.Equal("SHA512", (string?)protobuf["checksums"]![0]!["algorithm"]);
        Assert.Equal(Convert.ToHexStringLower(Convert.FromBase64String((string)locked!)), (string?)protobuf["checksums"]![0]!["checksumValue"]);
    }

    [Fact]
    public void The_image_is_described_and_contains_every_package_by_an_identifier_of_its_own()
    {
        var bill = Bill();
        var ids = Packages(bill).Select(package => (string)package["SPDXID"]!).ToList();
        var contained = bill["relationships"]!.AsArray().Where(r => (string?)r!["relationshipType"] == "CONTAINS").Select(r => (string)r!["relatedSpdxElement"]!);

        Assert.Equal("SPDX-2.3", (string?)bill["spdxVersion"]);
        Assert.Equal(ids.Distinct(), ids);
        Assert.All(ids, id => Assert.Matches("^SPDXRef-[A-Za-z0-9.-]+$", id));
        Assert.Equal(ids.Skip(1), contained);
        Assert.Equal("SPDXRef-image", (string?)bill["relationships"]![0]!["relatedSpdxElement"]);
    }

    [Fact]
    public void It_lies_beside_the_image_and_in_it()
    {
        var image = _publish.Build();
        var inside = image.Content().Single(entry => entry.Name.EndsWith(".spdx.json", StringComparison.Ordinal));

        Assert.Equal(File.ReadAllBytes(Path.Combine(_publish.Output, "inference-server.spdx.json")), inside.Content);
        Assert.Contains(image.Content(), entry => entry.Name == "var/lib/dpkg/status.d/libssl3");
    }

    private JsonNode Bill()
    {
        _publish.Build();
        return JsonNode.Parse(File.ReadAllText(Path.Combine(_publish.Output, "inference-server.spdx.json")))!;
    }

    private static JsonNode[] Packages(JsonNode bill) => [.. bill["packages"]!.AsArray().Select(package => package!)];
}
