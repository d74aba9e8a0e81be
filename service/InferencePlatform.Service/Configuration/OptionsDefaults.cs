namespace InferencePlatform.Service.Configuration;

/// <summary>Defaults that depend on other settings or on what is there.</summary>
internal static class OptionsDefaults
{
    public const string Repository = "models";

    public static ServerOptions Complete(ServerOptions options)
    {
        if (options.ModelPath is { } path)
        {
            return options with { ModelName = options.ModelName ?? NameFromPath(path) };
        }

        return options.Repository is null && Directory.Exists(Repository) ? options with { Repository = Repository } : options;
    }

    /// <summary><c>digits</c> for <c>digits.onnx</c> and for <c>digits/1/model.onnx</c>; null where the path has no name to give.</summary>
    public static string? NameFromPath(string path)
    {
        var name = Path.GetFileNameWithoutExtension(path);
        if (name != "model")
        {
            return name;
        }

        var folder = Path.GetDirectoryName(Path.GetFullPath(path));
        return Path.GetFileName(folder) is { } version && version.All(char.IsAsciiDigit)
            ? NonEmpty(Path.GetFileName(Path.GetDirectoryName(folder)))
            : NonEmpty(Path.GetFileName(folder));
    }

    private static string? NonEmpty(string? name) => string.IsNullOrEmpty(name) ? null : name;
}
