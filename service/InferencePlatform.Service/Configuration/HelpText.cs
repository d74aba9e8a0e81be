using System.Text;

namespace InferencePlatform.Service.Configuration;

/// <summary>What <c>--help</c> prints, from the table of settings.</summary>
internal static class HelpText
{
    private const int Width = 100;
    private const string Margin = "      ";

    public static string Create(SettingTable table)
    {
        var text = new StringBuilder();
        text.Append(table.Introduction);
        foreach (var group in table.All.GroupBy(s => s.Group))
        {
            text.Append('\n').Append(group.Key).Append(":\n");
            foreach (var setting in group)
            {
                Append(text, setting);
            }
        }

        text.Append("\nOther:\n");
        foreach (var (syntax, description) in CommandLine.VerbsOf(table))
        {
            text.Append("  ").Append(syntax).Append('\n');
            AppendWrapped(text, description);
        }

        return text.ToString();
    }

    private static void Append(StringBuilder text, Setting setting)
    {
        text.Append("  ").Append(setting.Option);
        if (!setting.IsFlag)
        {
            text.Append(" <").Append(setting.Placeholder).Append('>');
        }

        text.Append('\n');
        AppendWrapped(text, setting.Description);
        AppendWrapped(text, $"default: {setting.Default}; env: {setting.EnvironmentName}");
    }

    private static void AppendWrapped(StringBuilder text, string sentence)
    {
        var line = Margin;
        foreach (var word in sentence.Split(' '))
        {
            if (line.Length + 1 + word.Length > Width)
            {
                text.Append(line.TrimEnd()).Append('\n');
                line = Margin;
            }

            line += (line.Length == Margin.Length ? "" : " ") + word;
        }

        text.Append(line).Append('\n');
    }
}
