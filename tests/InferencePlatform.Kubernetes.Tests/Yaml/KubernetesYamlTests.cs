using System.Text.Json.Nodes;
using InferencePlatform.Kubernetes.Yaml;

namespace InferencePlatform.Kubernetes.Tests.Yaml;

public sealed class KubernetesYamlTests
{
    [Theory]
    [InlineData("true", "true")]
    [InlineData("\"true\"", "\"true\"")]
    [InlineData("12", "12")]
    [InlineData("'12'", "\"12\"")]
    [InlineData("1.5", "1.5")]
    [InlineData("1Gi", "\"1Gi\"")]
    [InlineData("127.0.0.1", "\"127.0.0.1\"")]
    [InlineData("~", "null")]
    [InlineData("", "null")]
    [InlineData("no", "\"no\"")]
    [InlineData("{ a: [1, x] }", "{\"a\":[1,\"x\"]}")]
    public void A_scalar_is_read_as_Kubernetes_reads_it(string yaml, string json) =>
        Assert.Equal(json, KubernetesYaml.Read($"v: {yaml}")[0]["v"]?.ToJsonString() ?? "null");

    [Theory]
    [InlineData("\"true\"")]
    [InlineData("\"12\"")]
    [InlineData("\"yes\"")]
    [InlineData("\"1:30\"")]
    [InlineData("\"0x1F\"")]
    [InlineData("\"\"")]
    [InlineData("\" leading\"")]
    [InlineData("\"a: b # c\"")]
    [InlineData("\"two\\nlines\\n\"")]
    [InlineData("\"tab\\tand\\u0001\"")]
    [InlineData("\"{{ braces }}\"")]
    [InlineData("1.5")]
    [InlineData("-7")]
    [InlineData("null")]
    [InlineData("{\"a\":{},\"b\":[],\"c\":[{\"d\":[[1]]}]}")]
    public void What_is_written_is_read_back(string json)
    {
        var document = new JsonObject { ["v"] = JsonNode.Parse(json) };

        var text = KubernetesYaml.Write(document);

        Assert.Equal(document.ToJsonString(), KubernetesYaml.Read(text)[0].ToJsonString());
    }

    [Fact]
    public void Documents_are_divided_by_dashes_and_empty_ones_left_out() =>
        Assert.Equal(2, KubernetesYaml.Read("---\na: 1\n---\n# nothing\n---\nb: 2\n").Count);

    [Fact]
    public void Text_that_is_no_YAML_is_refused_with_its_line()
    {
        var e = Assert.Throws<FormatException>(() => KubernetesYaml.Read("a: 1\nb: [1, 2\n"));
        Assert.Contains("line", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_document_that_is_no_object_is_refused() => Assert.Throws<FormatException>(() => KubernetesYaml.Read("- 1\n"));

    [Fact]
    public void Aliases_that_blow_up_are_refused()
    {
        var levels = Enumerable.Range(1, 12).Select(i => $"a{i}: &a{i} [{string.Join(",", Enumerable.Repeat($"*a{i - 1}", 10))}]");
        var bomb = "a0: &a0 [x]\n" + string.Join("\n", levels);

        Assert.Throws<FormatException>(() => KubernetesYaml.Read(bomb));
    }

    [Fact]
    public void Nesting_without_end_is_refused() =>
        Assert.Throws<FormatException>(() => KubernetesYaml.Read("v: " + new string('[', 100) + new string(']', 100)));
}
