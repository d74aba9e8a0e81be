using System.Text.Json;
using InferencePlatform.Kubernetes.Models;

namespace InferencePlatform.Kubernetes.Tests;

public sealed class IntOrStringTests
{
    [Theory]
    [InlineData("8080")]
    [InlineData("\"grpc\"")]
    [InlineData("\"25%\"")]
    public void A_value_is_written_as_it_was_read(string json)
    {
        var value = JsonSerializer.Deserialize<IntOrString>(json, KubernetesJson.Options);

        Assert.Equal(json, JsonSerializer.Serialize(value, KubernetesJson.Options));
    }
}
