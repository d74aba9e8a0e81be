using InferencePlatform.Service.Fetching;

namespace InferencePlatform.Service.Configuration;

/// <summary>
/// The command line: <c>--name value</c>, <c>--name=value</c>, and <c>--name</c> alone for what is on or off. The table
/// of settings is the whole grammar, so there is no parser library.
/// </summary>
internal sealed record CommandLine(Given Given, string? ConfigurationFile, bool Help, bool Version, bool PrintConfiguration)
{
    private const string ConfigOption = "--config";

    /// <summary>Options that are no settings, with what they do.</summary>
    public static IReadOnlyList<(string Syntax, string Description)> VerbsOf(SettingTable table) =>
    [
        ($"{ConfigOption} <file>", $"YAML or JSON file of settings, named as here without the dashes. env: {table.FileVariable}"),
        ("--print-config", "Print the settings in force, as YAML that --config reads, and exit."),
        ("--version", "Print the version and exit."),
        ("--help, -h", "Print this and exit."),
    ];

    public static CommandLine Parse(SettingTable table, IReadOnlyList<string> arguments)
    {
        var values = new List<GivenValue>();
        var problems = new List<string>();
        string? file = null;
        bool help = false, version = false, print = false;
        var rest = new Queue<string>(arguments);
        while (rest.TryDequeue(out var argument))
        {
            switch (argument)
            {
                case "--help" or "-h" or "-?":
                    help = true;
                    continue;
                case "--version":
                    version = true;
                    continue;
                case "--print-config":
                    print = true;
                    continue;
            }

            var equals = argument.IndexOf('=', StringComparison.Ordinal);
            var name = equals < 0 ? argument : argument[..equals];
            var setting = name.StartsWith("--", StringComparison.Ordinal) ? table.Find(name[2..]) : null;
            if (setting is null && name != ConfigOption)
            {
                problems.Add(Unknown(table, name, rest, hasValue: equals >= 0));
                continue;
            }

            if (ValueOf(argument, equals, setting, rest) is not { } value)
            {
                problems.Add($"{name} needs a value{(setting is null ? ": a file" : $"; it must be {setting.Expected}")}.");
            }
            else if (setting is null)
            {
                file = value;
            }
            else
            {
                values.Add(new GivenValue(setting, value, name));
            }
        }

        problems.AddRange(values.GroupBy(v => v.Source).Where(g => g.Count() > 1).Select(g => $"{g.Key} is given {g.Count()} times; give it once."));
        return new CommandLine(new Given(values, problems), file, help, version, print);
    }

    private static string? ValueOf(string argument, int equals, Setting? setting, Queue<string> rest)
    {
        if (equals >= 0)
        {
            return argument[(equals + 1)..];
        }

        if (setting is { IsFlag: true })
        {
            return rest.TryPeek(out var next) && bool.TryParse(next, out _) ? rest.Dequeue() : "true";
        }

        return rest.TryPeek(out var value) && !value.StartsWith("--", StringComparison.Ordinal) ? rest.Dequeue() : null;
    }

    private static string Unknown(SettingTable table, string name, Queue<string> rest, bool hasValue)
    {
        if (!name.StartsWith('-'))
        {
            var shown = Redacted.Address(name);
            return $"'{shown}' stands alone: values follow an option, as in {table.FirstOption} {shown}.";
        }

        // What follows is most likely its value, and no problem of its own.
        if (!hasValue && rest.TryPeek(out var next) && !next.StartsWith('-'))
        {
            rest.Dequeue();
        }

        var known = table.All.Select(s => s.Option).Concat([ConfigOption, "--print-config", "--version", "--help"]);
        return $"There is no option {name}{Suggestion.For(name, known)}";
    }
}
