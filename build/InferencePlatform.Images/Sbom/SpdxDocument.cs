using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace InferencePlatform.Images.Sbom;

/// <summary>The form of SPDX 2.3 (https://spdx.github.io/spdx-spec/v2.3/), as much of it as is known here.</summary>
internal static class SpdxDocument
{
    private const string Unknown = "NOASSERTION";
    private const string ImageId = "SPDXRef-image";

    public static JsonObject Of(ImageRecipe recipe, IReadOnlyList<Component> components)
    {
        var ids = components.Select(component => $"SPDXRef-{IdOf(component)}").ToList();
        return new()
        {
            ["spdxVersion"] = "SPDX-2.3",
            ["dataLicense"] = "CC0-1.0",
            ["SPDXID"] = "SPDXRef-DOCUMENT",
            ["name"] = $"{recipe.Name}-{recipe.Version}-{recipe.Architecture}",
            ["documentNamespace"] = $"https://inferenceplatform.io/spdx/{recipe.Name}/{recipe.Version}/{recipe.Architecture}/{Fingerprint(recipe, components)}",
            ["creationInfo"] = new JsonObject
            {
                ["created"] = recipe.Created.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture),
                ["creators"] = new JsonArray("Tool: image-builder"),
            },
            ["packages"] = new JsonArray([Image(recipe), .. components.Zip(ids, Package)]),
            ["relationships"] = new JsonArray(
            [
                Relationship("SPDXRef-DOCUMENT", "DESCRIBES", ImageId),
                .. ids.Select(id => Relationship(ImageId, "CONTAINS", id)),
            ]),
        };
    }

    private static JsonObject Image(ImageRecipe recipe) => new()
    {
        ["SPDXID"] = ImageId,
        ["name"] = recipe.Repository,
        ["versionInfo"] = recipe.Version,
        ["primaryPackagePurpose"] = "CONTAINER",
        ["downloadLocation"] = Unknown,
        ["filesAnalyzed"] = false,
        ["licenseConcluded"] = Unknown,
        ["licenseDeclared"] = "Apache-2.0",
        ["copyrightText"] = Unknown,
    };

    private static JsonObject Package(Component component, string id)
    {
        var package = new JsonObject
        {
            ["SPDXID"] = id,
            ["name"] = component.Name,
            ["versionInfo"] = component.Version,
            ["supplier"] = component.Supplier ?? Unknown,
            ["downloadLocation"] = Unknown,
            ["filesAnalyzed"] = false,
            ["licenseConcluded"] = Unknown,
            ["licenseDeclared"] = Unknown,
            ["copyrightText"] = Unknown,
            ["externalRefs"] = new JsonArray(new JsonObject
            {
                ["referenceCategory"] = "PACKAGE-MANAGER",
                ["referenceType"] = "purl",
                ["referenceLocator"] = component.PackageUrl,
            }),
        };
        if (component.Sha512 is { } sha512)
        {
            package["checksums"] = new JsonArray(new JsonObject { ["algorithm"] = "SHA512", ["checksumValue"] = sha512 });
        }

        return package;
    }

    private static JsonObject Relationship(string from, string type, string to) =>
        new() { ["spdxElementId"] = from, ["relationshipType"] = type, ["relatedSpdxElement"] = to };

    // An identifier may hold letters, digits, dots and hyphens only.
    private static string IdOf(Component component)
    {
        var kind = component.PackageUrl.Split(':', '/')[1];
        return string.Concat($"{kind}-{component.Name}-{component.Version}".Select(c => char.IsAsciiLetterOrDigit(c) || c is '.' ? c : '-'));
    }

    // A document's namespace is its own, and the same for the same content.
    private static string Fingerprint(ImageRecipe recipe, IReadOnlyList<Component> components) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
            recipe.Revision + recipe.Created.ToUnixTimeSeconds() + string.Join(' ', components.Select(component => component.PackageUrl)))))[..32];
}
