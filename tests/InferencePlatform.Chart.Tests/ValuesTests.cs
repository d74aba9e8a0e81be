using System.Text.Json.Nodes;
using InferencePlatform.Chart.Tests.Rendering;
using InferencePlatform.Kubernetes.Yaml;

namespace InferencePlatform.Chart.Tests;

/// <summary>values.yaml, its comments and its schema say the same.</summary>
public sealed class ValuesTests
{
    private static readonly JsonObject Values = KubernetesYaml.Read(ChartFolder.Read("values.yaml"))[0];
    private static readonly JsonObject Schema = Json.Of(ChartFolder.Read("values.schema.json"));
    private static readonly IReadOnlyList<DocumentedValue> Documented = DocumentedValue.ReadAll(ChartFolder.Read("values.yaml"));

    [Fact]
    public void Every_value_has_a_comment()
    {
        var paths = Documented.Select(d => d.Path).ToHashSet();
        Assert.All(Leaves("", Values), leaf => Assert.Contains(paths, p => leaf == p || leaf.StartsWith(p + ".", StringComparison.Ordinal)));
    }

    [Fact]
    public void The_schema_has_every_value_and_no_other()
    {
        var groups = Documented.Select(d => d.Path.LastIndexOf('.') is var dot and > 0 ? d.Path[..dot] : "").Distinct();
        foreach (var group in groups)
        {
            var (values, schema) = (group.Length == 0 ? Values : Values.At(group)!.AsObject(), group.Length == 0 ? Schema : SchemaOf(group));
            Assert.Equal("false", schema["additionalProperties"]?.ToJsonString());
            Assert.Equal(values.Select(v => v.Key).Order(), schema["properties"]!.AsObject().Select(p => p.Key).Where(k => group.Length > 0 || k != "global").Order());
        }
    }

    private static JsonObject SchemaOf(string group) => group.Split('.').Aggregate(Schema, (at, key) => at["properties"]![key]!.AsObject());

    private static IEnumerable<string> Leaves(string path, JsonNode? node) => node is JsonObject { Count: > 0 } map
        ? map.SelectMany(m => Leaves(path.Length == 0 ? m.Key : $"{path}.{m.Key}", m.Value))
        : [path];
}
