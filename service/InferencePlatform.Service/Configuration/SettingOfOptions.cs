namespace InferencePlatform.Service.Configuration;

/// <summary>One thing that can be set in options of one kind.</summary>
internal abstract class Setting<TOptions>(string environmentPrefix, string name, SettingGroup group, string description)
    : Setting(environmentPrefix, name, group, description)
    where TOptions : class
{
    /// <summary>Reads a value from text; null and a problem where it is not a good one.</summary>
    public abstract TOptions? Apply(string text, TOptions options, out string problem);

    /// <summary>The value in these options as text that <see cref="Apply"/> reads; null where there is none.</summary>
    public abstract string? Format(TOptions options);
}
