using System.Formats.Tar;

namespace InferencePlatform.Image.Tests.Containers;

/// <summary>The real images, as they lie in their archives.</summary>
[Trait("Tier", "full")]
public sealed class BuiltImageTests(BuiltImages images)
{
    private const int Limit = 200_000_000;

    [Fact]
    public async Task Two_builds_in_two_places_have_the_same_digests()
    {
        var second = await BuiltImages.BuildAsync("second");

        foreach (var name in new[] { BuiltImages.Server, BuiltImages.Operator })
        {
            var other = new Archives.ImageFile(Path.Combine(second, $"{name}.tar"));
            Assert.Equal((await images.OpenAsync(name)).Layers, other.Layers);
            Assert.Equal((string?)(await images.OpenAsync(name)).Index["manifests"]![0]!["digest"], (string?)other.Index["manifests"]![0]!["digest"]);
        }
    }

    [Theory]
    [InlineData(BuiltImages.Server)]
    [InlineData(BuiltImages.Operator)]
    public async Task An_image_is_small_and_has_one_program_and_no_shell(string name)
    {
        var content = (await images.OpenAsync(name)).Content().ToList();

        Assert.InRange(content.Sum(entry => (long)entry.Content.Length), 1, Limit);
        Assert.Contains(content, entry => entry.Name == $"app/{name}");
        Assert.DoesNotContain(content, entry => entry.Type == TarEntryType.RegularFile && Path.GetDirectoryName(entry.Name) is "usr/bin" or "usr/sbin");
        Assert.Contains(content, entry => entry.Name == "usr/share/doc/libssl3/copyright");
    }

    [Fact]
    public async Task The_images_share_their_base_and_their_runtime() =>
        Assert.Equal((await images.OpenAsync(BuiltImages.Server)).Layers.Take(2), (await images.OpenAsync(BuiltImages.Operator)).Layers.Take(2));
}
