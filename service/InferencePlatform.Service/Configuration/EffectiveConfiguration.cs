using System.Text;

namespace InferencePlatform.Service.Configuration;

/// <summary>
/// What <c>--print-config</c> prints: YAML that <c>--config</c> reads, each line with where its value is from. What nobody
/// set is a comment, so that the file can be kept and a later default still counts.
/// </summary>
internal static class EffectiveConfiguration
{
    public static string Create<TOptions>(SettingTable<TOptions> table, SettingsInForce<TOptions> configuration)
        where TOptions : class, new()
    {
        var text = new StringBuilder();
        foreach (var setting in table.All)
        {
            var value = setting.Format(configuration.Options) is { } current ? Quote(current) : "";
            text.Append(configuration.Sources.TryGetValue(setting.Name, out var source)
                ? $"{setting.Name}: {value}  # {source}\n"
                : $"# {setting.Name}: {(value.Length > 0 ? value : setting.Default)}  # default\n");
        }

        return text.ToString();
    }

    /// <summary>Plain where every YAML reader takes it for what it is; else between quotes.</summary>
    private static string Quote(string value) =>
        value.Length > 0 && char.IsAsciiLetterOrDigit(value[0]) && value.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' or '/')
            ? value
            : $"'{value.Replace("'", "''", StringComparison.Ordinal)}'";
}
