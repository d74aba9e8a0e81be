using System.Security.Cryptography;
using InferencePlatform.Service.Runtime;

namespace InferencePlatform.Service.Models;

/// <summary>What a file holds, in short.</summary>
/// <param name="Sha256">The SHA-256 of its bytes, as lower-case hex digits.</param>
/// <param name="Length">How many they are.</param>
internal readonly record struct FileDigest(string Sha256, long Length)
{
    private const int ChunkSize = 128 * 1024;

    /// <summary>Reads a file of any size, in little memory.</summary>
    /// <exception cref="ModelLoadException">The file cannot be read.</exception>
    public static FileDigest Compute(string path, CancellationToken cancellationToken)
    {
        using var file = ModelFile.Open(path);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var chunk = new byte[ChunkSize];
        var length = 0L;
        try
        {
            for (var read = file.Read(chunk); read > 0; read = file.Read(chunk))
            {
                cancellationToken.ThrowIfCancellationRequested();
                hash.AppendData(chunk, 0, read);
                length += read;
            }
        }
        catch (IOException e)
        {
            throw new ModelLoadException($"{path} cannot be read to its end: {e.Message}", e) { Kind = LoadFailureKind.Unreadable };
        }

        return new FileDigest(Convert.ToHexStringLower(hash.GetHashAndReset()), length);
    }
}
