using System.Text.Json;
using System.Text.Json.Serialization;

namespace InferencePlatform.Service.Fetching;

/// <summary>What <c>fetch.json</c> says of the model it lies beside.</summary>
/// <param name="Uri">Where it is from, without anything secret.</param>
/// <param name="Sha256">Of the model's file; lower-case hex digits.</param>
/// <param name="SizeBytes">Of the model's file.</param>
/// <param name="ETag">What the source calls this state of the file; null where it does not say.</param>
/// <param name="Seconds">What fetching it took.</param>
/// <param name="FetchedAt">When it was there.</param>
/// <param name="Files">Every file, the model's too.</param>
internal sealed record FetchReport(
    string Uri, string Sha256, long SizeBytes, [property: JsonPropertyName("etag")] string? ETag, double Seconds, DateTimeOffset FetchedAt, IReadOnlyList<FetchedFile> Files)
{
    public const string FileName = "fetch.json";

    /// <summary>Names and digests of as many files as a model may have are below that.</summary>
    private const int MaxBytes = 1 << 20;

    /// <summary>The report of a folder; null where there is none that can be read.</summary>
    public static FetchReport? Read(string folder)
    {
        try
        {
            var path = Path.Combine(folder, FileName);
            return new FileInfo(path) is { Exists: true, Length: <= MaxBytes }
                ? JsonSerializer.Deserialize(File.ReadAllBytes(path), FetchJson.Default.FetchReport)
                : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    /// <exception cref="FetchException">It cannot be written.</exception>
    public void Write(string folder)
    {
        using var file = PartialFile.Create(folder);
        file.Append([.. JsonSerializer.SerializeToUtf8Bytes(this, FetchJson.Default.FetchReport), (byte)'\n']);
        file.Publish(FileName);
    }
}

/// <summary>One file that was fetched.</summary>
/// <param name="Name">Its place below the target.</param>
/// <param name="Sha256">Lower-case hex digits.</param>
/// <param name="SizeBytes">Its bytes.</param>
internal sealed record FetchedFile(string Name, string Sha256, long SizeBytes);

[JsonSerializable(typeof(FetchReport))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
internal sealed partial class FetchJson : JsonSerializerContext;
