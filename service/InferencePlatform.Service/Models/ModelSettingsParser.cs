using System.Text.Json;

namespace InferencePlatform.Service.Models;

/// <summary>What a settings file says. Everything it may say is listed here, so that a misspelt key is no silence.</summary>
internal static class ModelSettingsParser
{
    private const int MaxThreads = 1024;
    private const int MaxWarmupRuns = 1000;
    private const int Sha256HexDigits = 64;

    private static readonly string[] Keys = ["versionPolicy", "threads", "sha256", "warmup", "warmupRuns"];
    private static readonly string[] PolicyKeys = ["latest", "specific", "all"];

    /// <returns>The settings, and the name of the file beside them that has the samples, if one has.</returns>
    /// <exception cref="FormatException">The settings cannot be used.</exception>
    public static (ModelSettings Settings, string? WarmupFile) Parse(JsonElement json)
    {
        CheckKeys(json, "the settings are", Keys);
        var settings = new ModelSettings();
        string? warmupFile = null;
        foreach (var (key, value) in json.EnumerateObject().Select(p => (p.Name, p.Value)))
        {
            switch (key)
            {
                case "versionPolicy":
                    settings = settings with { VersionPolicy = ParsePolicy(value) };
                    break;
                case "threads":
                    settings = settings with { Threads = ParseInt(key, value, 1, MaxThreads) };
                    break;
                case "sha256":
                    settings = settings with { Sha256 = ParseDigests(value) };
                    break;
                case "warmup" when value.ValueKind == JsonValueKind.String:
                    warmupFile = ParseFileName(value.GetString()!);
                    break;
                case "warmup":
                    settings = settings with { Warmup = SampleReader.ReadAll(value) };
                    break;
                case "warmupRuns":
                    settings = settings with { WarmupRuns = ParseInt(key, value, 0, MaxWarmupRuns) };
                    break;
            }
        }

        return (settings, warmupFile);
    }

    /// <summary>Whether a text is a SHA-256 in hex digits.</summary>
    public static bool IsSha256(string text) => text.Length == Sha256HexDigits && text.All(char.IsAsciiHexDigit);

    private static VersionPolicy ParsePolicy(JsonElement json)
    {
        CheckKeys(json, "'versionPolicy' is", PolicyKeys);
        if (json.EnumerateObject().Count() != 1)
        {
            throw new FormatException("'versionPolicy' is one of {\"latest\": n}, {\"specific\": [1, 3]} and {\"all\": {}}");
        }

        var policy = json.EnumerateObject().Single();
        return policy.Name switch
        {
            "latest" => VersionPolicy.Latest(ParseInt("latest", policy.Value, 1, int.MaxValue)),
            "all" => VersionPolicy.All,
            _ => policy.Value.ValueKind == JsonValueKind.Array && policy.Value.GetArrayLength() > 0 &&
                policy.Value.EnumerateArray().All(v => v.ValueKind == JsonValueKind.Number && v.TryGetInt64(out var n) && n > 0)
                ? VersionPolicy.Specific(policy.Value.EnumerateArray().Select(v => v.GetInt64()))
                : throw new FormatException("'specific' is a list of one or more versions, such as [1, 3]"),
        };
    }

    private static Dictionary<long, string> ParseDigests(JsonElement json)
    {
        var digests = new Dictionary<long, string>();
        foreach (var (key, value) in json.ValueKind == JsonValueKind.Object ? json.EnumerateObject().Select(p => (p.Name, p.Value)) : [("", json)])
        {
            digests[VersionNumber.TryParse(key, out var version) ? version : -1] =
                version > 0 && value.ValueKind == JsonValueKind.String && IsSha256(value.GetString()!)
                    ? value.GetString()!
                    : throw new FormatException($"'sha256' gives versions their digests, such as {{\"1\": \"<{Sha256HexDigits} hex digits>\"}}");
        }

        return digests;
    }

    private static int ParseInt(string key, JsonElement json, int min, int max) =>
        json.ValueKind == JsonValueKind.Number && json.TryGetInt32(out var number) && number >= min && number <= max
            ? number
            : throw new FormatException($"'{key}' is {json.GetRawText()}; it is a whole number from {min} to {max}");

    // Beside the settings and nowhere else: whoever may write a model's folder need not be trusted with other files.
    private static string ParseFileName(string name) => name is not ("" or "." or "..") && Path.GetFileName(name) == name
        ? name
        : throw new FormatException($"'warmup' names the file '{name}'; it must lie beside {ModelSettingsReader.FileName}, so it is a name without folders");

    private static void CheckKeys(JsonElement json, string what, string[] known)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            throw new FormatException($"{what} an object of {string.Join(", ", known)}");
        }

        var unknown = string.Join(", ", json.EnumerateObject().Select(p => p.Name).Except(known, StringComparer.Ordinal).Select(k => $"'{k}'"));
        if (unknown.Length > 0)
        {
            throw new FormatException($"{what} an object of {string.Join(", ", known)}; it has {unknown}");
        }
    }
}
