namespace InferencePlatform.Service.Configuration;

/// <summary>
/// Everything that can be set about one program. The parser, the help, the checks and the documentation all read this.
/// </summary>
internal abstract class SettingTable(IReadOnlyList<Setting> all)
{
    private readonly Dictionary<string, Setting> _byName = all.ToDictionary(s => s.Name, StringComparer.Ordinal);
    private readonly Dictionary<string, Setting> _byEnvironmentName = all.ToDictionary(s => s.EnvironmentName, StringComparer.Ordinal);

    /// <summary>What is typed to run the program.</summary>
    public required string Program { get; init; }

    /// <summary>The beginning of the help: what the program does, with examples.</summary>
    public required string Introduction { get; init; }

    /// <summary>The option that somebody most likely meant who wrote a value without one.</summary>
    public required string FirstOption { get; init; }

    /// <summary>Every environment variable that begins so must be one of the program's.</summary>
    public required string EnvironmentPrefix { get; init; }

    /// <summary>The beginnings of variables that are another program's, though they begin with the prefix.</summary>
    public IReadOnlyList<string> ForeignPrefixes { get; init; } = [];

    /// <summary>Variables that the program reads and that are no settings.</summary>
    public IReadOnlyList<string> OtherVariables { get; init; } = [];

    /// <summary>The variable that names a file of settings.</summary>
    public string FileVariable => EnvironmentPrefix + "CONFIG";

    public IReadOnlyList<Setting> All { get; } = all;

    public Setting? Find(string name) => _byName.GetValueOrDefault(name);

    public Setting? FindByEnvironmentName(string name) => _byEnvironmentName.GetValueOrDefault(name);

    /// <summary>Whether a variable is one that this program has to know.</summary>
    public bool Owns(string variable) =>
        variable.StartsWith(EnvironmentPrefix, StringComparison.Ordinal)
        && variable != FileVariable
        && !OtherVariables.Contains(variable)
        && !ForeignPrefixes.Any(p => variable.StartsWith(p, StringComparison.Ordinal));
}
