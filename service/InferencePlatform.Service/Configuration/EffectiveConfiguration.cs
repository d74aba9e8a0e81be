using System.Text;

namespace InferencePlatform.Service.Configuration;

/// <summary>What <c>--print-config</c> prints: YAML that <c>--config</c> reads, each line with where its value is from.</summary>
internal static class EffectiveConfiguration
{
    public static string Create(ServerConfiguration configuration)
    {
        var text = new StringBuilder();
        foreach (var setting in Settings.All)
        {
            var source = configuration.Sources.GetValueOrDefault(setting.Name, "default");
            text.Append(setting.Format(configuration.Options) is { } value
                ? $"{setting.Name}: {Quote(value)}  # {source}\n"
                : $"# {setting.Name}:  # {setting.Default}\n");
        }

        return text.ToString();
    }

    /// <summary>Plain where every YAML reader takes it for what it is; else between quotes.</summary>
    private static string Quote(string value) =>
        value.Length > 0 && char.IsAsciiLetterOrDigit(value[0]) && value.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' or '/')
            ? value
            : $"'{value.Replace("'", "''", StringComparison.Ordinal)}'";
}
