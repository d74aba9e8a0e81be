namespace InferencePlatform.Service.Configuration;

/// <summary>
/// A setting of one type. The text of its default is given only where the default value does not say what happens.
/// </summary>
internal sealed class Setting<T>(
    string name,
    SettingGroup group,
    string description,
    ValueFormat<T> format,
    Func<ServerOptions, T?> get,
    Func<ServerOptions, T, ServerOptions> set,
    string? defaultText = null) : Setting(name, group, description)
{
    private static readonly ServerOptions Defaults = new();

    public override string Placeholder => format.Placeholder;

    public override string Default => defaultText ?? Format(Defaults) ?? "none";

    public override string Expected => format.Expected;

    public override ServerOptions? Apply(string text, ServerOptions options, out string problem)
    {
        if (format.TryParse(text, out var value))
        {
            problem = "";
            return set(options, value);
        }

        problem = $"'{text}' cannot be used; it must be {format.Expected}.";
        return null;
    }

    public override string? Format(ServerOptions options) => get(options) is { } value ? format.Format(value) : null;
}
