using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace InferencePlatform.Service.Configuration;

/// <summary>A file of settings: one flat map in YAML, which JSON is too.</summary>
internal static class ConfigurationFile
{
    /// <summary>Settings are one flat map; what is nested deeper than this is something else, and not worth a stack.</summary>
    private const int MaxDepth = 16;

    public static Given Read(SettingTable table, string path)
    {
        try
        {
            using var reader = File.OpenText(path);
            return Parse(table, reader, path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new Given([], [$"The configuration file {path} cannot be read: {e.Message}"]);
        }
    }

    public static Given Parse(SettingTable table, TextReader text, string path)
    {
        var yaml = new YamlStream();
        try
        {
            var whole = text.ReadToEnd();
            if (IsNestedTooDeep(whole))
            {
                return new Given([], [$"{path} is nested more than {MaxDepth} deep; it must be one map of settings to values, such as 'log-level: Debug'."]);
            }

            yaml.Load(new StringReader(whole));
        }
        catch (YamlException e)
        {
            return new Given([], [$"{path}:{e.Start.Line}: not valid YAML or JSON: {e.Message}"]);
        }

        if (yaml.Documents.Count == 0)
        {
            return Given.Nothing;
        }

        return yaml.Documents is [{ RootNode: YamlMappingNode map }]
            ? ReadMap(table, map, path)
            : new Given([], [$"{path} must be one map of settings to values, such as 'log-level: Debug'."]);
    }

    private static bool IsNestedTooDeep(string text)
    {
        var depth = 0;
        var parser = new Parser(new StringReader(text));
        while (parser.MoveNext() && depth <= MaxDepth)
        {
            depth += parser.Current!.NestingIncrease;
        }

        return depth > MaxDepth;
    }

    private static Given ReadMap(SettingTable table, YamlMappingNode map, string path)
    {
        var values = new List<GivenValue>();
        var problems = new List<string>();
        foreach (var (key, value) in map.Children)
        {
            var name = (key as YamlScalarNode)?.Value ?? "";
            var source = $"{path}:{key.Start.Line}: {name}";
            if (table.Find(name) is not { } setting)
            {
                problems.Add($"{path}:{key.Start.Line}: there is no setting '{name}'{Suggestion.For(name, table.All.Select(s => s.Name))}");
            }
            else if (value is YamlScalarNode { Value: { } text } scalar && !IsNull(scalar))
            {
                values.Add(new GivenValue(setting, text, source));
            }
            else
            {
                problems.Add($"{source} must be {setting.Expected}.");
            }
        }

        return new Given(values, problems);
    }

    private static bool IsNull(YamlScalarNode scalar) => scalar.Style == ScalarStyle.Plain && scalar.Value is "" or "~" or "null";
}
