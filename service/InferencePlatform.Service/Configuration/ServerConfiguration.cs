using System.Collections;

namespace InferencePlatform.Service.Configuration;

/// <summary>
/// The settings in force, and everything that is wrong with them. Each source overrides those before it: the defaults,
/// a file, the environment, the command line.
/// </summary>
/// <param name="Options">The settings; where there are problems, as far as they could be read.</param>
/// <param name="Sources">Where each setting that was given was given last, by its name.</param>
/// <param name="Problems">What must be put right before a server can start, all of it.</param>
internal sealed record ServerConfiguration(
    ServerOptions Options, IReadOnlyDictionary<string, string> Sources, IReadOnlyList<string> Problems)
{
    public static ServerConfiguration Load(CommandLine commandLine, IDictionary environment)
    {
        var file = commandLine.ConfigurationFile ?? (string?)environment[EnvironmentVariables.ConfigurationFile];
        return Combine(
            string.IsNullOrEmpty(file) ? Given.Nothing : ConfigurationFile.Read(file),
            EnvironmentVariables.Read(environment),
            commandLine.Given);
    }

    /// <summary>Combines sources in rising precedence.</summary>
    public static ServerConfiguration Combine(params IReadOnlyList<Given> givens)
    {
        var problems = givens.SelectMany(g => g.Problems).ToList();
        var sources = new Dictionary<string, string>(StringComparer.Ordinal);
        var options = new ServerOptions();
        foreach (var value in givens.SelectMany(g => g.Values))
        {
            sources[value.Setting.Name] = value.Source;
            var next = value.Setting.Apply(value.Text, options, out var problem);
            if (next is null)
            {
                problems.Add($"{value.Source}: {problem}");
            }

            options = next ?? options;
        }

        options = OptionsDefaults.Complete(options);
        problems.AddRange(OptionsCheck.FindProblems(options, sources));
        return new ServerConfiguration(options, sources, problems);
    }
}
