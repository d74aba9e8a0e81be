namespace InferencePlatform.Service.Configuration;

/// <summary>
/// A setting of one type. The text of its default is given only where the default value does not say what happens.
/// </summary>
internal abstract class Setting<TOptions, T>(
    string environmentPrefix,
    string name,
    SettingGroup group,
    string description,
    ValueFormat<T> format,
    Func<TOptions, T?> get,
    Func<TOptions, T, TOptions> set,
    string? defaultText) : Setting<TOptions>(environmentPrefix, name, group, description)
    where TOptions : class, new()
{
    public override string Placeholder => format.Placeholder;

    public override string Default => defaultText ?? Format(new TOptions()) ?? "none";

    public override string Expected => format.Expected;

    public override TOptions? Apply(string text, TOptions options, out string problem)
    {
        if (format.TryParse(text, out var value))
        {
            problem = "";
            return set(options, value);
        }

        problem = $"'{text}' cannot be used; it must be {format.Expected}.";
        return null;
    }

    public override string? Format(TOptions options) => get(options) is { } value ? format.Format(value) : null;
}
