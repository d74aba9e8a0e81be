using System.Globalization;
using System.Text;

namespace InferencePlatform.Service.Tests.Fetching.Rig;

/// <summary>What a client asked for.</summary>
internal sealed record ScriptedRequest(int Number, string Path, IReadOnlyDictionary<string, string> Headers)
{
    /// <summary>Where the range asked for begins; null where the whole file was asked for.</summary>
    public int? From => Headers.TryGetValue("Range", out var range)
        ? int.Parse(range["bytes=".Length..].TrimEnd('-'), CultureInfo.InvariantCulture)
        : null;

    public static async Task<ScriptedRequest?> ReadAsync(Stream stream, int number, CancellationToken stop)
    {
        using var reader = new StreamReader(stream, Encoding.Latin1, leaveOpen: true);
        if (await reader.ReadLineAsync(stop) is not { } first)
        {
            return null;
        }

        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        while (await reader.ReadLineAsync(stop) is { Length: > 0 } line)
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            headers[line[..colon]] = line[(colon + 1)..].Trim();
        }

        return new ScriptedRequest(number, first.Split(' ')[1], headers);
    }
}
