using System.Text.Encodings.Web;
using System.Text.Json;

namespace InferencePlatform.Images.Sbom;

/// <summary>What an image is made of, as an SPDX 2.3 document in JSON.</summary>
internal static class BillOfMaterials
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Of(ImageRecipe recipe) => JsonSerializer.SerializeToUtf8Bytes(SpdxDocument.Of(recipe, Components(recipe)), Indented);

    private static IReadOnlyList<Component> Components(ImageRecipe recipe)
    {
        var (packages, runtimePacks) = PublishedLibraries.Read(Path.Combine(recipe.ProgramFolder, $"{recipe.Name}.deps.json"));
        var locked = recipe.LockFiles.SelectMany(LockFiles.Read)
            .Where(component => !component.PackageUrl.StartsWith("pkg:nuget/", StringComparison.Ordinal) || packages.Contains(component.Name));
        return
        [
            .. DebianPackages.Read(Path.Combine(recipe.BaseFolder, "packages"))
                .Concat(runtimePacks)
                .Concat(locked)
                .DistinctBy(component => component.PackageUrl)
                .OrderBy(component => component.PackageUrl, StringComparer.Ordinal),
        ];
    }
}
