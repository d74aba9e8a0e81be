using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace InferencePlatform.Monitoring.Tests.Rules;

/// <summary>Rules as Prometheus reads them.</summary>
internal sealed class RuleFile
{
    public List<RuleGroup> Groups { get; set; } = [];

    public IEnumerable<Rule> Rules => Groups.SelectMany(g => g.Rules);

    public static RuleFile Read(string path) => Yaml.Read<RuleFile>(path);
}

internal sealed class RuleGroup
{
    public string Name { get; set; } = "";

    public List<Rule> Rules { get; set; } = [];
}

internal sealed class Rule
{
    public string? Alert { get; set; }

    public string? Record { get; set; }

    public string Expr { get; set; } = "";

    public Dictionary<string, string> Labels { get; set; } = [];

    public Dictionary<string, string> Annotations { get; set; } = [];
}

internal static class Yaml
{
    private static readonly IDeserializer Reader =
        new DeserializerBuilder().WithNamingConvention(UnderscoredNamingConvention.Instance).IgnoreUnmatchedProperties().Build();

    public static T Read<T>(string path) => Reader.Deserialize<T>(File.ReadAllText(path));
}
