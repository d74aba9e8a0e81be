using System.Text;
using InferencePlatform.Service.Configuration;
using InferencePlatform.Testing;

namespace InferencePlatform.Service.Tests.Configuration;

public sealed class HelpTextTests
{
    [Fact]
    public void The_help_is_as_committed() => GoldenFile.AssertIs("help.txt", HelpText.Create(Settings.Table));

    [Fact]
    public void The_help_of_fetch_is_as_committed() => GoldenFile.AssertIs("help-fetch.txt", HelpText.Create(FetchSettings.Table));

    [Fact]
    public void The_help_fits_a_terminal_of_100_columns() => Assert.All(
        (HelpText.Create(Settings.Table) + HelpText.Create(FetchSettings.Table)).Split('\n'), line => Assert.True(line.Length <= 100, line));

    [Fact]
    public void The_documentation_has_every_setting_as_the_table_has_it()
    {
        var text = new StringBuilder("# Settings of the server\n\nWritten from the tables in `service/InferencePlatform.Service/Configuration/Settings.cs` and `FetchSettings.cs`; `UPDATE_GOLDEN=1 make test` writes it anew.\n\nEach may be given in a file (`--config server.yaml`, YAML or JSON, by its name), in the environment, or on the command line (by its name after `--`), the later over the earlier.\n");
        Append(text, Settings.Table, "##");
        text.Append("\n## Settings of `inference-server fetch`\n\nGiven in the same three ways. What it does: [operations.md](operations.md#fetching-models).\n");
        Append(text, FetchSettings.Table, "###");
        GoldenFile.AssertIs("../../../docs/configuration.md", text.ToString());
    }

    private static void Append(StringBuilder text, SettingTable table, string heading)
    {
        foreach (var group in table.All.GroupBy(s => s.Group))
        {
            text.Append('\n').Append(heading).Append(' ').Append(group.Key).Append("\n\n| name | environment | default | what it does, what it must be |\n|---|---|---|---|\n");
            foreach (var setting in group)
            {
                text.Append("| `").Append(setting.Name).Append("` | `").Append(setting.EnvironmentName).Append("` | ").Append(setting.Default)
                    .Append(" | ").Append(setting.Description.Replace("<", "\\<", StringComparison.Ordinal)).Append(" It must be ").Append(setting.Expected).Append(". |\n");
            }
        }
    }
}
