namespace InferencePlatform.Local.Cel;

/// <summary>Field names that are no CEL names are written in another form, as the documentation of validation rules says.</summary>
internal static class CelNames
{
    private static readonly string[] Reserved =
    [
        "true", "false", "null", "in", "as", "break", "const", "continue", "else", "for", "function", "if", "import", "let", "loop", "package", "namespace", "return",
    ];

    public static string Unescape(string name) =>
        name.Length > 4 && name.StartsWith("__", StringComparison.Ordinal) && name.EndsWith("__", StringComparison.Ordinal) && Reserved.Contains(name[2..^2])
            ? name[2..^2]
            : name.Replace("__dot__", ".", StringComparison.Ordinal)
                .Replace("__dash__", "-", StringComparison.Ordinal)
                .Replace("__slash__", "/", StringComparison.Ordinal)
                .Replace("__underscores__", "__", StringComparison.Ordinal);
}
