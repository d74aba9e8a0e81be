using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace InferencePlatform.Service.Tests.Rest;

/// <summary>Calls as a person with curl would make them.</summary>
internal static class RestClient
{
    public static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<(HttpStatusCode Status, JsonNode Body)> PostAsync(this HttpClient client, string path, string json) =>
        await client.PostAsync(path, Json(json), Token).ReadAsync();

    public static StringContent Json(string json) => new(json, Encoding.UTF8, "application/json");

    /// <summary>The answer to an inference that must succeed.</summary>
    public static async Task<JsonNode> InferAsync(this HttpClient client, string model, string json)
    {
        var (status, body) = await client.PostAsync($"/v2/models/{model}/infer", json);
        Assert.True(status == HttpStatusCode.OK, $"{(int)status} {body.ToJsonString()}");
        return body;
    }

    /// <summary>The message of an inference that must be refused.</summary>
    public static async Task<string> RefusedAsync(this HttpClient client, string model, string json, HttpStatusCode status = HttpStatusCode.BadRequest) =>
        (await client.PostAsync($"/v2/models/{model}/infer", json)).Error(status);

    public static async Task<(HttpStatusCode Status, JsonNode Body)> GetJsonAsync(this HttpClient client, string path) =>
        await client.GetAsync(path, Token).ReadAsync();

    public static async Task<(HttpStatusCode Status, JsonNode Body)> ReadAsync(this Task<HttpResponseMessage> sending)
    {
        using var response = await sending;
        Assert.Equal("application/json", response.Content.Headers.ContentType?.ToString());
        return (response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync(Token))!);
    }

    /// <summary>The sentence of an error that came with this status.</summary>
    public static string Error(this (HttpStatusCode Status, JsonNode Body) answer, HttpStatusCode status)
    {
        Assert.True(answer.Status == status, $"{(int)answer.Status} {answer.Body.ToJsonString()}");
        return answer.Body["error"]!.GetValue<string>();
    }
}
