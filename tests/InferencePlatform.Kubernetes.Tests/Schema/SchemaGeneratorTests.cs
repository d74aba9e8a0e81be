using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Nodes;
using InferencePlatform.Kubernetes.Models;
using InferencePlatform.Kubernetes.Schema;

namespace InferencePlatform.Kubernetes.Tests.Schema;

public sealed class SchemaGeneratorTests
{
    private static readonly JsonObject Sample = SchemaGenerator.Generate(typeof(SampleSpec));

    [Theory]
    [InlineData("name", """{"type":"string","description":"A name.","minLength":1,"maxLength":63,"pattern":"^[a-z]+$"}""")]
    [InlineData("level", """{"type":"string","enum":["low","high"]}""")]
    [InlineData("count", """{"type":"integer","format":"int32","default":1,"minimum":0,"maximum":100}""")]
    [InlineData("share", """{"type":"number","format":"double","minimum":0,"maximum":0.5}""")]
    [InlineData("large", """{"type":"integer","format":"int64"}""")]
    [InlineData("on", """{"type":"boolean"}""")]
    [InlineData("since", """{"type":"string","format":"date-time"}""")]
    [InlineData("surge", """{"anyOf":[{"type":"integer"},{"type":"string"}],"x-kubernetes-int-or-string":true}""")]
    [InlineData("amounts", """{"type":"object","additionalProperties":{"type":"string","format":"quantity"},"maxProperties":8}""")]
    [InlineData("tags", """{"type":"array","items":{"type":"string","maxLength":10,"pattern":"x"},"minItems":1,"maxItems":4,"x-kubernetes-list-type":"set"}""")]
    [InlineData("open", """{"type":"object","x-kubernetes-preserve-unknown-fields":true}""")]
    [InlineData("anything", """{"x-kubernetes-preserve-unknown-fields":true}""")]
    public void A_member_is_described_by_its_type_and_its_attributes(string name, string expected) =>
        AssertJson(expected, Sample["properties"]![name]);

    [Fact]
    public void Members_with_the_required_keyword_are_required() => AssertJson("""["name"]""", Sample["required"]);

    [Fact]
    public void A_list_of_objects_has_its_keys_and_the_schema_of_its_elements() => AssertJson(
        """
        {"type":"array","x-kubernetes-list-type":"map","x-kubernetes-list-map-keys":["key"],
         "items":{"type":"object","properties":{"key":{"type":"string"},"value":{"type":"string"}},"required":["key"],
                  "x-kubernetes-validations":[{"rule":"has(self.value)","message":"a value","fieldPath":".value"}]}}
        """,
        Sample["properties"]!["parts"]);

    [Fact]
    public void Rules_of_a_type_and_of_the_member_that_has_it_are_both_kept() => AssertJson(
        """[{"rule":"has(self.value)","message":"a value","fieldPath":".value"},{"rule":"self == oldSelf","message":"immutable"}]""",
        Sample["properties"]!["part"]!["x-kubernetes-validations"]);

    [Fact]
    public void The_metadata_of_a_custom_resource_is_left_to_the_server() =>
        AssertJson("""{"type":"object"}""", SchemaGenerator.Generate(typeof(ConfigMap))["properties"]!["metadata"]);

    [Fact]
    public void Keys_of_strategic_merge_patches_are_added_on_request_only()
    {
        var containers = Containers(SchemaGenerator.Generate(typeof(Pod), strategicMerge: true));
        Assert.Equal("name", (string?)containers["x-kubernetes-patch-merge-key"]);
        Assert.Equal("merge", (string?)containers["x-kubernetes-patch-strategy"]);
        Assert.Null(Containers(SchemaGenerator.Generate(typeof(Pod)))["x-kubernetes-patch-merge-key"]);

        static JsonNode Containers(JsonNode pod) => pod["properties"]!["spec"]!["properties"]!["containers"]!;
    }

    [Fact]
    public void An_atomic_type_is_owned_as_a_whole() => Assert.Equal(
        "atomic",
        (string?)SchemaGenerator.Generate(typeof(Deployment))["properties"]!["spec"]!["properties"]!["selector"]!["x-kubernetes-map-type"]);

    [Fact]
    public void A_type_that_holds_itself_is_refused_by_name() =>
        Assert.Contains("Tree holds itself", Assert.Throws<ArgumentException>(() => SchemaGenerator.Generate(typeof(Tree))).Message, StringComparison.Ordinal);

    private static void AssertJson(string expected, JsonNode? actual) =>
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), actual), $"expected {expected}\nfound    {actual?.ToJsonString()}");

    private sealed record SampleSpec
    {
        [Description("A name.")]
        [Length(1, 63)]
        [RegularExpression("^[a-z]+$")]
        public required string Name { get; init; }

        [AllowedValues("low", "high")]
        public string? Level { get; init; }

        [DefaultValue(1)]
        [Range(0, 100)]
        public int? Count { get; init; }

        [Range(0, 0.5)]
        public double? Share { get; init; }

        public long? Large { get; init; }

        public bool? On { get; init; }

        public DateTimeOffset? Since { get; init; }

        public IntOrString? Surge { get; init; }

        [Quantity]
        [MaxLength(8)]
        public IReadOnlyDictionary<string, string>? Amounts { get; init; }

        [ListSet]
        [MinLength(1)]
        [MaxLength(4)]
        [Items(MaxLength = 10, Pattern = "x")]
        public IReadOnlyList<string>? Tags { get; init; }

        [ListMap("key")]
        public IReadOnlyList<Part>? Parts { get; init; }

        [Cel("self == oldSelf", "immutable")]
        public Part? Part { get; init; }

        [PreserveUnknownFields]
        public JsonObject? Open { get; init; }

        public JsonNode? Anything { get; init; }
    }

    [Cel("has(self.value)", "a value", FieldPath = ".value")]
    private sealed record Part
    {
        public required string Key { get; init; }

        public string? Value { get; init; }
    }

    private sealed record Tree
    {
        public Tree? Left { get; init; }
    }
}
