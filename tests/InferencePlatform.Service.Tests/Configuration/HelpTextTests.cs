using System.Text;
using InferencePlatform.Service.Configuration;
using InferencePlatform.Testing;

namespace InferencePlatform.Service.Tests.Configuration;

public sealed class HelpTextTests
{
    [Fact]
    public void The_help_is_as_committed() => GoldenFile.AssertIs("help.txt", HelpText.Create());

    [Fact]
    public void The_help_fits_a_terminal_of_100_columns() => Assert.All(HelpText.Create().Split('\n'), line => Assert.True(line.Length <= 100, line));

    [Fact]
    public void The_documentation_has_every_setting_as_the_table_has_it()
    {
        var text = new StringBuilder("# Settings of the server\n\nWritten from the table in `service/InferencePlatform.Service/Configuration/Settings.cs`; `UPDATE_GOLDEN=1 make test` writes it anew.\n\nEach may be given in a file (`--config server.yaml`, YAML or JSON, by its name), in the environment, or on the command line (by its name after `--`), the later over the earlier.\n");
        foreach (var group in Settings.All.GroupBy(s => s.Group))
        {
            text.Append('\n').Append("## ").Append(group.Key).Append("\n\n| name | environment | default | what it does, what it must be |\n|---|---|---|---|\n");
            foreach (var setting in group)
            {
                text.Append("| `").Append(setting.Name).Append("` | `").Append(setting.EnvironmentName).Append("` | ").Append(setting.Default)
                    .Append(" | ").Append(setting.Description.Replace("<", "\\<", StringComparison.Ordinal)).Append(" It must be ").Append(setting.Expected).Append(". |\n");
            }
        }

        GoldenFile.AssertIs("../../../docs/configuration.md", text.ToString());
    }
}
