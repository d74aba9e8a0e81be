using System.Security.Cryptography;
using System.Text.Json;
using InferencePlatform.Service.Runtime;

namespace InferencePlatform.Service.Models;

/// <summary>Reads a model's settings file, <c>model.json</c> in its folder.</summary>
internal static class ModelSettingsReader
{
    public const string FileName = "model.json";

    private const int MaxFileBytes = 1 << 20;
    private const int MaxSampleFileBytes = 64 << 20;

    private static readonly JsonDocumentOptions Lenient = new()
    {
        AllowTrailingCommas = true,
        CommentHandling = JsonCommentHandling.Skip,
    };

    /// <summary>The settings in a model's folder, or the defaults where it has no settings file.</summary>
    /// <exception cref="ModelLoadException">The file cannot be read or used; the message says what is wrong in it.</exception>
    public static ModelSettings Read(string folder)
    {
        var path = Path.Combine(folder, FileName);
        if (!Path.Exists(path))
        {
            return new ModelSettings();
        }

        var bytes = ReadBytes(path, MaxFileBytes);
        var settings = Parse(path, bytes, ModelSettingsParser.Parse);
        if (settings.WarmupFile is null)
        {
            return settings.Settings with { Stamp = Stamp(bytes, []) };
        }

        var samplePath = Path.Combine(folder, settings.WarmupFile);
        var sampleBytes = ReadBytes(samplePath, MaxSampleFileBytes);
        return settings.Settings with
        {
            Warmup = Parse(samplePath, sampleBytes, SampleReader.ReadAll),
            Stamp = Stamp(bytes, sampleBytes),
        };
    }

    /// <summary>The samples in a file of their own.</summary>
    /// <exception cref="ModelLoadException">The file cannot be read or used; the message says what is wrong in it.</exception>
    public static IReadOnlyList<WarmupSample> ReadSamples(string path) =>
        Parse(path, ReadBytes(path, MaxSampleFileBytes), SampleReader.ReadAll);

    private static T Parse<T>(string path, byte[] bytes, Func<JsonElement, T> parse)
    {
        try
        {
            using var json = JsonDocument.Parse(bytes, Lenient);
            return parse(json.RootElement);
        }
        catch (JsonException e)
        {
            throw new ModelLoadException($"{path} is not JSON: {e.Message}", e) { Kind = LoadFailureKind.BadSettings };
        }
        catch (FormatException e)
        {
            throw new ModelLoadException($"{path}: {e.Message}.", e) { Kind = LoadFailureKind.BadSettings };
        }
    }

    private static byte[] ReadBytes(string path, int limit)
    {
        using var file = ModelFile.Open(path);
        if (file.Length > limit)
        {
            throw new ModelLoadException($"{path} has {file.Length} bytes; {limit} are the limit.") { Kind = LoadFailureKind.BadSettings };
        }

        try
        {
            var bytes = new byte[file.Length];
            file.ReadExactly(bytes);
            return bytes;
        }
        catch (IOException e)
        {
            throw new ModelLoadException($"{path} cannot be read: {e.Message}", e) { Kind = LoadFailureKind.BadSettings };
        }
    }

    private static string Stamp(byte[] settings, byte[] samples) =>
        Convert.ToHexString(SHA256.HashData(settings)) + Convert.ToHexString(SHA256.HashData(samples));
}
