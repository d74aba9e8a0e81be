using System.Text;
using System.Text.Json;
using InferencePlatform.Kubernetes.Models;

namespace InferencePlatform.Kubernetes.Tests;

public sealed class StringPoolTests
{
    [Fact]
    public void What_is_the_same_in_two_objects_is_held_once()
    {
        const string Json = """{"metadata":{"name":"a","labels":{"app.kubernetes.io/name":"inference-model"}}}""";

        var (one, other) = (Read(Json), Read(Json));

        Assert.Same(one.Metadata.Labels!.Keys.Single(), other.Metadata.Labels!.Keys.Single());
        Assert.Same(one.Metadata.Labels!.Values.Single(), other.Metadata.Labels!.Values.Single());
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("")]
    [InlineData("Grüße, 世界 😀")]
    [InlineData("a \"quote\" and a \\ and\na line")]
    public void A_text_is_read_as_it_was_written(string text)
    {
        var written = JsonSerializer.Serialize(new ConfigMap { Data = new Dictionary<string, string> { [$"k{text}"] = text } }, KubernetesJson.Options);
        Assert.Equal(KeyValuePair.Create($"k{text}", text), Read(written).Data!.Single());
    }

    [Fact]
    public void Any_number_of_different_texts_of_any_length_come_out_right()
    {
        var pool = new StringPool();
        foreach (var i in Enumerable.Range(0, 20_000).Concat(Enumerable.Range(0, 20_000)))
        {
            var text = new string((char)('a' + (i % 26)), i % (2 * StringPool.MaxBytes)) + i;
            Assert.Equal(text, pool.Get(Encoding.UTF8.GetBytes(text)));
        }
    }

    private static ConfigMap Read(string json) => JsonSerializer.Deserialize<ConfigMap>(json, KubernetesJson.Options)!;
}
