using System.Text.Json.Nodes;
using InferencePlatform.Local.Apply;

namespace InferencePlatform.Local.Tests.Apply;

public sealed class FieldSetTests
{
    private const string Sample = """{"f:metadata":{"f:labels":{".":{},"f:app":{}}},"f:spec":{"f:parts":{"k:{\"name\":\"p\"}":{".":{},"f:weight":{}}},"f:tags":{"v:\"a\"":{}}}}""";

    [Fact]
    public void A_set_is_written_as_it_was_read() => Assert.True(JsonNode.DeepEquals(JsonNode.Parse(Sample), Read(Sample).Write()));

    [Fact]
    public void Paths_are_shown_as_conflicts_name_them() => Assert.Equal(
        [".metadata.labels", ".metadata.labels.app", ".spec.parts[name=\"p\"]", ".spec.parts[name=\"p\"].weight", ".spec.tags[=\"a\"]"],
        Read(Sample).Paths());

    [Theory]
    [InlineData("""{"f:a":{},"f:b":{}}""", """{"f:b":{},"f:c":{}}""", ".a .b .c", ".b", ".a")]
    [InlineData("""{"f:a":{".":{},"f:x":{}}}""", """{"f:a":{"f:x":{}}}""", ".a .a.x", ".a.x", ".a")]
    [InlineData("""{"f:a":{}}""", """{"f:a":{}}""", ".a", ".a", "")]
    public void Union_intersection_and_difference_are_those_of_paths(string a, string b, string union, string both, string only)
    {
        Assert.Equal(union, string.Join(' ', Read(a).Union(Read(b)).Paths()));
        Assert.Equal(both, string.Join(' ', Read(a).Intersect(Read(b)).Paths()));
        Assert.Equal(only, string.Join(' ', Read(a).Except(Read(b)).Paths()));
        Assert.Equal(only.Length == 0, Read(a).Except(Read(b)).IsEmpty);
    }

    private static FieldSet Read(string json) => FieldSet.Read(JsonNode.Parse(json)!.AsObject());
}
