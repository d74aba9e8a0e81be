using System.Text.Json.Nodes;
using InferencePlatform.Kubernetes.Models;
using InferencePlatform.Kubernetes.Schema;
using InferencePlatform.Local.Api;
using InferencePlatform.Local.Patching;
using InferencePlatform.Local.Schema;

namespace InferencePlatform.Local.Tests.Patching;

/// <summary>What the cases of the API server leave out: examples of the RFCs, and directives of strategic merge patches.</summary>
public sealed class PatchTests
{
    private static readonly SchemaNode Pod = SchemaReader.Read(SchemaGenerator.Generate(typeof(PodSpec), strategicMerge: true));

    [Theory]
    [InlineData("""{"a":"b"}""", """{"a":"c"}""", """{"a":"c"}""")]
    [InlineData("""{"a":"b"}""", """{"b":"c"}""", """{"a":"b","b":"c"}""")]
    [InlineData("""{"a":"b"}""", """{"a":null}""", """{}""")]
    [InlineData("""{"a":["b"]}""", """{"a":"c"}""", """{"a":"c"}""")]
    [InlineData("""{"a":{"b":"c"}}""", """{"a":{"b":"d","c":null}}""", """{"a":{"b":"d"}}""")]
    [InlineData("""{"a":[{"b":"c"}]}""", """{"a":[1]}""", """{"a":[1]}""")]
    [InlineData("""{"e":null}""", """{"a":1}""", """{"e":null,"a":1}""")]
    [InlineData("""{}""", """{"a":{"bb":{"ccc":null}}}""", """{"a":{"bb":{}}}""")]
    public void Merge_patches_do_what_the_examples_of_RFC_7386_say(string target, string patch, string expected) =>
        AssertJson(expected, MergePatch.Apply(JsonNode.Parse(target), JsonNode.Parse(patch)));

    [Theory]
    [InlineData("""{"foo":["bar","baz"]}""", """[{"op":"add","path":"/foo/1","value":"qux"}]""", """{"foo":["bar","qux","baz"]}""")]
    [InlineData("""{"foo":["bar"]}""", """[{"op":"add","path":"/foo/-","value":["abc"]}]""", """{"foo":["bar",["abc"]]}""")]
    [InlineData("""{"foo":["all","grass","cows","eat"]}""", """[{"op":"move","from":"/foo/1","path":"/foo/3"}]""", """{"foo":["all","cows","eat","grass"]}""")]
    [InlineData("""{"/":9,"~1":10}""", """[{"op":"test","path":"/~01","value":10},{"op":"remove","path":"/~1"}]""", """{"~1":10}""")]
    [InlineData("""{"a":{"b":1}}""", """[{"op":"copy","from":"/a","path":"/c"},{"op":"replace","path":"/c/b","value":2}]""", """{"a":{"b":1},"c":{"b":2}}""")]
    public void JSON_patches_do_what_the_examples_of_RFC_6902_say(string target, string patch, string expected) =>
        AssertJson(expected, JsonPatch.Apply(JsonNode.Parse(target)!.AsObject(), JsonNode.Parse(patch)));

    [Theory]
    [InlineData("""[{"op":"remove","path":"/gone"}]""", 422)]
    [InlineData("""[{"op":"test","path":"/a","value":2}]""", 422)]
    [InlineData("""[{"op":"add","path":"/list/9","value":1}]""", 422)]
    [InlineData("""[{"op":"turn","path":"/a"}]""", 400)]
    [InlineData("""{"a":1}""", 400)]
    public void A_JSON_patch_that_does_not_fit_is_refused(string patch, int code) =>
        Assert.Equal(code, Assert.Throws<StatusException>(() => JsonPatch.Apply(JsonNode.Parse("""{"a":1,"list":[]}""")!.AsObject(), JsonNode.Parse(patch))).Code);

    [Fact]
    public void A_JSON_patch_has_a_limit_of_operations()
    {
        var many = new JsonArray([.. Enumerable.Range(0, 10_001).Select(_ => JsonNode.Parse("""{"op":"add","path":"/a","value":1}"""))]);

        Assert.Equal(413, Assert.Throws<StatusException>(() => JsonPatch.Apply([], many)).Code);
    }

    [Theory]
    [InlineData("""{"containers":[{"name":"b","image":"2"}]}""", """{"containers":[{"name":"a","image":"1"},{"name":"b","image":"2"}]}""")]
    [InlineData("""{"containers":[{"name":"a","$patch":"delete"},{"name":"c","image":"3"}]}""", """{"containers":[{"name":"c","image":"3"}]}""")]
    [InlineData("""{"containers":[{"$patch":"replace"},{"name":"z","image":"9"}]}""", """{"containers":[{"name":"z","image":"9"}]}""")]
    [InlineData("""{"containers":[{"name":"a","$patch":"replace","command":["x"]}]}""", """{"containers":[{"name":"a","command":["x"]}]}""")]
    [InlineData("""{"$setElementOrder/containers":[{"name":"b"},{"name":"a"}],"containers":[{"name":"b","image":"2"}]}""", """{"containers":[{"name":"b","image":"2"},{"name":"a","image":"1"}]}""")]
    [InlineData("""{"nodeSelector":{"$patch":"replace","x":"y"}}""", """{"containers":[{"name":"a","image":"1"}],"nodeSelector":{"x":"y"}}""")]
    [InlineData("""{"$retainKeys":["restartPolicy"],"restartPolicy":"Never"}""", """{"restartPolicy":"Never"}""")]
    [InlineData("""{"tolerations":[{"key":"k"}]}""", """{"containers":[{"name":"a","image":"1"}],"tolerations":[{"key":"k"}]}""")]
    public void Strategic_merge_patches_follow_keys_and_directives(string patch, string expected) =>
        AssertJson(expected, StrategicMergePatch.Apply(JsonNode.Parse("""{"containers":[{"name":"a","image":"1"}]}""")!.AsObject(), JsonNode.Parse(patch)!.AsObject(), Pod));

    [Fact]
    public void An_element_without_its_merge_key_is_a_bad_request() =>
        Assert.Contains("does not contain declared merge key: name", Assert.Throws<StatusException>(() => StrategicMergePatch.Apply([], JsonNode.Parse("""{"containers":[{"image":"1"}]}""")!.AsObject(), Pod)).Message, StringComparison.Ordinal);

    private static void AssertJson(string expected, JsonNode? actual) =>
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), actual), $"expected {expected}\nfound    {actual?.ToJsonString()}");
}
