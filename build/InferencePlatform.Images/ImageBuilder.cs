using InferencePlatform.Images.Layers;
using InferencePlatform.Images.Oci;
using InferencePlatform.Images.Sbom;

namespace InferencePlatform.Images;

/// <summary>Makes an image and its bill of materials of a recipe.</summary>
internal static class ImageBuilder
{
    /// <summary>Writes <c>NAME.tar</c> and <c>NAME.spdx.json</c> into a folder.</summary>
    public static BuiltImage Build(ImageRecipe recipe, string outputFolder)
    {
        Directory.CreateDirectory(outputFolder);
        var program = ProgramFiles.Read(recipe.ProgramFolder, recipe.Name);
        var bill = BillOfMaterials.Of(recipe);
        Layer[] layers =
        [
            Layer.Of("Debian packages", BaseFiles.Read(recipe.BaseFolder)),
            Layer.Of(".NET runtime", program.Runtime),
            Layer.Of(recipe.Name, [.. program.Own, BillFile(recipe, bill)]),
        ];
        File.WriteAllBytes(Path.Combine(outputFolder, $"{recipe.Name}.spdx.json"), bill);
        return ImageArchive.Write(recipe, layers, Path.Combine(outputFolder, $"{recipe.Name}.tar"));
    }

    // Scanners look for this ending anywhere in an image.
    private static LayerFile BillFile(ImageRecipe recipe, byte[] bill) =>
        LayerFile.Of($"usr/share/doc/{recipe.Name}/{recipe.Name}.spdx.json", bill);
}
