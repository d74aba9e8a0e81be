using System.Security.Cryptography;
using InferencePlatform.Service.Runtime;

namespace InferencePlatform.Service.Models;

/// <summary>The SHA-256 of a file of any size, in little memory.</summary>
internal static class FileDigest
{
    private const int ChunkSize = 128 * 1024;

    /// <returns>Lower-case hex digits.</returns>
    /// <exception cref="ModelLoadException">The file cannot be read.</exception>
    public static string Sha256(string path, CancellationToken cancellationToken)
    {
        using var file = ModelFile.Open(path);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var chunk = new byte[ChunkSize];
        try
        {
            for (var read = file.Read(chunk); read > 0; read = file.Read(chunk))
            {
                cancellationToken.ThrowIfCancellationRequested();
                hash.AppendData(chunk, 0, read);
            }
        }
        catch (IOException e)
        {
            throw new ModelLoadException($"{path} cannot be read to its end: {e.Message}", e) { Kind = LoadFailureKind.Unreadable };
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
