namespace InferencePlatform.Service.Configuration;

/// <summary>One thing that can be set. The parser, the help, the checks and the documentation all read this.</summary>
internal abstract class Setting(string environmentPrefix, string name, SettingGroup group, string description)
{
    /// <summary>Its name on the command line (after <c>--</c>) and in a configuration file.</summary>
    public string Name { get; } = name;

    public SettingGroup Group { get; } = group;

    /// <summary>What it does, in a sentence or two.</summary>
    public string Description { get; } = description;

    public string Option => "--" + Name;

    public string EnvironmentName => environmentPrefix + Name.ToUpperInvariant().Replace('-', '_');

    /// <summary>What a value is called in the help; empty for one that is on or off.</summary>
    public abstract string Placeholder { get; }

    /// <summary>On or off, so that naming it on the command line is enough.</summary>
    public bool IsFlag => Placeholder.Length == 0;

    /// <summary>What is taken where nothing is set, for people.</summary>
    public abstract string Default { get; }

    /// <summary>What values are good, as in "it must be …".</summary>
    public abstract string Expected { get; }
}
