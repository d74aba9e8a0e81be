namespace InferencePlatform.Service.Configuration;

/// <summary>
/// The settings in force, and everything that is wrong with them. Each source overrides those before it: the defaults,
/// a file, the environment, the command line.
/// </summary>
/// <param name="Options">The settings; where there are problems, as far as they could be read.</param>
/// <param name="Sources">Where each setting that was given was given last, by its name.</param>
/// <param name="Problems">What must be put right before the program can start, all of it.</param>
internal sealed record SettingsInForce<TOptions>(
    TOptions Options, IReadOnlyDictionary<string, string> Sources, IReadOnlyList<string> Problems);
