using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace InferencePlatform.Images.Oci;

/// <summary>Bytes that are named by their digest (OCI image specification 1.1, descriptors).</summary>
internal sealed record Blob(string MediaType, byte[] Bytes, string Digest)
{
    public const string LayerType = "application/vnd.oci.image.layer.v1.tar";
    public const string ConfigType = "application/vnd.oci.image.config.v1+json";
    public const string ManifestType = "application/vnd.oci.image.manifest.v1+json";

    /// <summary>Where it stands in an image layout.</summary>
    public string Path => "blobs/" + Digest.Replace(':', '/');

    public static Blob Of(string mediaType, byte[] bytes) => new(mediaType, bytes, "sha256:" + Convert.ToHexStringLower(SHA256.HashData(bytes)));

    public JsonObject Descriptor() => new() { ["mediaType"] = MediaType, ["digest"] = Digest, ["size"] = Bytes.Length };
}
