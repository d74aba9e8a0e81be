namespace InferencePlatform.Images.Sbom;

/// <summary>Something that is in an image and was made by others.</summary>
/// <param name="Name">Its name where it comes from.</param>
/// <param name="Version">Its version there.</param>
/// <param name="Supplier">Who gives it out; null where that is not known.</param>
/// <param name="PackageUrl">Its package URL, by which scanners find its vulnerabilities.</param>
internal sealed record Component(string Name, string Version, string? Supplier, string PackageUrl)
{
    /// <summary>The SHA-512 of the package it came in, in hexadecimal; null where its source gives none.</summary>
    public string? Sha512 { get; init; }
}
