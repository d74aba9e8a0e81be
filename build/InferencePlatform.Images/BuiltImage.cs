using System.Globalization;

namespace InferencePlatform.Images;

/// <summary>An image that was written.</summary>
/// <param name="Reference">Its name with its tag.</param>
/// <param name="ManifestDigest">The digest that a registry knows it by.</param>
/// <param name="Bytes">The size of its layers, unpacked.</param>
/// <param name="Archive">The path of its archive.</param>
internal sealed record BuiltImage(string Reference, string ManifestDigest, long Bytes, string Archive)
{
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Reference}  {ManifestDigest}  {Bytes / 1e6:F1} MB  {Archive}");
}
