using System.Collections;

namespace InferencePlatform.Service.Configuration;

/// <summary>The settings of a program, and how they become its options.</summary>
internal sealed class SettingTable<TOptions>(IReadOnlyList<Setting<TOptions>> all) : SettingTable(all)
    where TOptions : class, new()
{
    private readonly Dictionary<string, Setting<TOptions>> _byName = all.ToDictionary(s => s.Name, StringComparer.Ordinal);

    /// <summary>Fills in defaults that depend on other settings or on what is there.</summary>
    public required Func<TOptions, TOptions> Complete { get; init; }

    /// <summary>What is wrong with settings that are each good alone, given where each that was given comes from.</summary>
    public required Func<TOptions, IReadOnlyDictionary<string, string>, IEnumerable<string>> FindProblems { get; init; }

    public new IReadOnlyList<Setting<TOptions>> All { get; } = all;

    public new Setting<TOptions>? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>Reads all sources: a file, the environment, the command line.</summary>
    public SettingsInForce<TOptions> Load(CommandLine commandLine, IDictionary environment)
    {
        var file = commandLine.ConfigurationFile ?? (string?)environment[FileVariable];
        return Combine(
            string.IsNullOrEmpty(file) ? Given.Nothing : ConfigurationFile.Read(this, file),
            EnvironmentVariables.Read(this, environment),
            commandLine.Given);
    }

    /// <summary>Combines sources in rising precedence.</summary>
    public SettingsInForce<TOptions> Combine(params IReadOnlyList<Given> givens)
    {
        var problems = givens.SelectMany(g => g.Problems).ToList();
        var sources = new Dictionary<string, string>(StringComparer.Ordinal);
        var options = new TOptions();
        foreach (var value in givens.SelectMany(g => g.Values))
        {
            sources[value.Setting.Name] = value.Source;
            var next = _byName[value.Setting.Name].Apply(value.Text, options, out var problem);
            if (next is null)
            {
                problems.Add($"{value.Source}: {problem}");
            }

            options = next ?? options;
        }

        options = Complete(options);
        problems.AddRange(FindProblems(options, sources));
        return new SettingsInForce<TOptions>(options, sources, problems);
    }
}
