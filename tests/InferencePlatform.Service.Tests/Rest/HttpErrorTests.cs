using System.Net;
using System.Net.Http.Headers;
using System.Text;
using InferencePlatform.Grpc.Memory;
using InferencePlatform.Service.Rest;

namespace InferencePlatform.Service.Tests.Rest;

/// <summary>What HTTP alone can do wrong.</summary>
public sealed class HttpErrorTests
{
    private const string Body = """{"inputs":[{"name":"x","shape":[1,1],"datatype":"INT32","data":[7]}]}""";

    [Theory]
    [InlineData("/")]
    [InlineData("/v3")]
    [InlineData("/v2/models")]
    [InlineData("/v2/models/a/b/c")]
    [InlineData("/v1/models/a")]
    public async Task A_path_with_nothing_there_says_what_there_is(string path)
    {
        await using var server = await RestServer.StartAsync();
        var error = (await server.Http1.GetJsonAsync(path)).Error(HttpStatusCode.NotFound);
        Assert.StartsWith($"There is nothing at '{path}'; this server has /v2, ", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("PUT", "/v2/models/a/infer", "POST")]
    [InlineData("GET", "/v2/models/a/versions/1/infer", "POST")]
    [InlineData("DELETE", "/v2/models/a", "GET")]
    [InlineData("GET", "/v1/models/a:predict", "POST")]
    [InlineData("POST", "/v2/health/live", "GET")]
    [InlineData("GET", "/v2/repository/index", "POST")]
    public async Task A_wrong_method_is_told_the_right_one(string method, string path, string right)
    {
        await using var server = await RestServer.StartAsync();
        using var response = await server.Http1.SendAsync(new HttpRequestMessage(new HttpMethod(method), path), RestClient.Token);
        Assert.Equal([right], response.Content.Headers.Allow);
        Assert.Equal($"'{path}' takes {right}; this is {method}.", (await Task.FromResult(response).ReadAsync()).Error(HttpStatusCode.MethodNotAllowed));
    }

    [Theory]
    [InlineData("application/json", true)]
    [InlineData("application/json; charset=utf-8", true)]
    [InlineData("Application/JSON; charset=\"UTF-8\"", true)]
    [InlineData("application/octet-stream", true)]
    [InlineData(null, true)]
    [InlineData("application/json; charset=utf-16", false)]
    [InlineData("application/x-www-form-urlencoded", false)]
    [InlineData("text/plain", false)]
    [InlineData("nonsense", false)]
    public async Task Only_json_is_taken(string? contentType, bool accepted)
    {
        await using var server = await RestServer.StartAsync();
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(Body));
        if (contentType is not null)
        {
            content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        }

        var answer = await server.Http1.PostAsync("/v2/models/identity_int32/infer", content, RestClient.Token).ReadAsync();
        if (accepted)
        {
            Assert.Equal(HttpStatusCode.OK, answer.Status);
        }
        else
        {
            Assert.Equal(
                $"The body has the Content-Type '{contentType}'; send 'application/json' in UTF-8, or 'application/octet-stream' with Inference-Header-Content-Length.",
                answer.Error(HttpStatusCode.UnsupportedMediaType));
        }
    }

    [Fact]
    public async Task A_compressed_body_is_refused()
    {
        await using var server = await RestServer.StartAsync();
        using var content = RestClient.Json(Body);
        content.Headers.ContentEncoding.Add("gzip");
        var error = (await server.Http1.PostAsync("/v2/models/identity_int32/infer", content, RestClient.Token).ReadAsync()).Error(HttpStatusCode.UnsupportedMediaType);
        Assert.Equal("The body has the Content-Encoding 'gzip'; send it without one.", error);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_body_over_the_limit_is_refused_by_its_length_or_when_it_reaches_the_limit(bool http2)
    {
        await using var server = await RestServer.StartAsync(s => s with { Options = s.Options with { MaxMessageSize = 1000 } });
        var client = server.Client(http2);
        var known = await client.RefusedAsync("identity_int32", new string(' ', 2000), HttpStatusCode.RequestEntityTooLarge);
        Assert.Equal("The message has 2000 bytes and the limit is 1000; send less at once or raise the limit.", known);

        using var request = new HttpRequestMessage(HttpMethod.Post, "/v2/models/identity_int32/infer")
        {
            Version = client.DefaultRequestVersion,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new StreamContent(new Endless(2000)),
            Headers = { TransferEncodingChunked = http2 ? null : true },
        };
        var unknown = (await client.SendAsync(request, RestClient.Token).ReadAsync()).Error(HttpStatusCode.RequestEntityTooLarge);
        Assert.Matches(@"^The message has \d+ bytes or more and the limit is 1000; send less at once or raise the limit\.$", unknown);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(100_000)]
    public async Task A_body_of_unknown_length_is_taken_up_to_the_limit(int padding)
    {
        await using var server = await RestServer.StartAsync();
        var body = Encoding.UTF8.GetBytes(Body + new string(' ', padding));
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v2/models/identity_int32/infer")
        {
            Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } },
            Headers = { TransferEncodingChunked = true },
        };
        var (status, answer) = await server.Http1.SendAsync(request, RestClient.Token).ReadAsync();
        Assert.Equal((HttpStatusCode.OK, "[7]"), (status, answer["outputs"]![0]!["data"]!.ToJsonString()));
    }

    [Fact]
    public async Task Bytes_that_are_not_utf8_are_refused()
    {
        await using var server = await RestServer.StartAsync();
        using var content = new ByteArrayContent([(byte)'{', (byte)'"', 0xff, (byte)'"']);
        var error = (await server.Http1.PostAsync("/v2/models/identity_int32/infer", content, RestClient.Token).ReadAsync()).Error(HttpStatusCode.BadRequest);
        Assert.Equal("The body is not valid UTF-8, which JSON must be.", error);
    }

    [Fact]
    public async Task Models_that_are_missing_or_not_ready_are_told_apart()
    {
        await using var server = await RestServer.StartAsync();
        Assert.StartsWith("There is no model 'nope'; ", await server.Http1.RefusedAsync("nope", Body, HttpStatusCode.NotFound), StringComparison.Ordinal);
        Assert.StartsWith("Model 'iris' has no version '0'; ", await server.Http1.RefusedAsync("iris/versions/0", Body, HttpStatusCode.NotFound), StringComparison.Ordinal);
        Assert.StartsWith("Model 'waiting' is not ready; ", await server.Http1.RefusedAsync("waiting", Body, HttpStatusCode.ServiceUnavailable), StringComparison.Ordinal);
    }

    [Fact]
    public async Task More_calls_than_allowed_are_refused_but_health_is_answered()
    {
        await using var server = await RestServer.StartAsync(s => s with { Calls = new CallLimit(1) });
        Assert.True(server.Services.Calls.TryEnter());
        var error = await server.Http1.RefusedAsync("identity_int32", Body, HttpStatusCode.TooManyRequests);
        Assert.Equal("The server has 1 calls in flight, which is its limit; try again later.", error);
        Assert.Equal(HttpStatusCode.OK, (await server.Http1.GetJsonAsync("/v2/health/ready")).Status);
        server.Services.Calls.Exit();
        await server.Http1.InferAsync("identity_int32", Body);
    }

    [Fact]
    public async Task More_bytes_than_allowed_are_refused()
    {
        await using var server = await RestServer.StartAsync(s => s with { Budget = new ByteBudget(100) });
        Assert.True(server.Services.Budget.TryTake(90));
        var busy = await server.Http1.RefusedAsync("identity_int32", Body, HttpStatusCode.TooManyRequests);
        Assert.Equal($"The message needs {Body.Length} more bytes of memory, and 90 of the 100 bytes allowed in flight are taken; try again later.", busy);
        server.Services.Budget.GiveBack(90);
        await server.Http1.InferAsync("identity_int32", Body);
        var never = await server.Http1.RefusedAsync("identity_int32", new string(' ', 101), HttpStatusCode.TooManyRequests);
        Assert.EndsWith("send less at once.", never, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_announced_body_takes_only_the_bytes_that_came()
    {
        await using var server = await RestServer.StartAsync(s => s with { Budget = new ByteBudget(100) });
        using var socket = new System.Net.Sockets.TcpClient();
        await socket.ConnectAsync(server.Http1.BaseAddress!.Host, server.Http1.BaseAddress.Port, RestClient.Token);
        await socket.GetStream().WriteAsync("POST /v2/models/identity_int32/infer HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n{"u8.ToArray(), RestClient.Token);
        await WaitAsync(() => server.Services.Budget.Used == 1);

        await server.Http1.InferAsync("identity_int32", Body);

        socket.Close();
        await WaitAsync(() => server.Services.Calls.InFlight == 0);
    }

    [Fact]
    public async Task An_unexpected_error_is_logged_and_not_told()
    {
        await using var server = await RestServer.StartAsync(s => s with { Readiness = () => throw new InvalidOperationException("secret") });
        var error = (await server.Http1.GetJsonAsync("/v2/health/ready")).Error(HttpStatusCode.InternalServerError);
        Assert.Equal("An unexpected error; the server's log has it.", error);
        Assert.Contains("secret", Assert.Single(server.Errors.Take()), StringComparison.Ordinal);
    }

    private static async Task WaitAsync(Func<bool> condition)
    {
        while (!condition())
        {
            await Task.Delay(5, RestClient.Token);
        }
    }

    /// <summary>Spaces, of a length that the sender does not tell.</summary>
    private sealed class Endless(int length) : MemoryStream(Encoding.ASCII.GetBytes(new string(' ', length)))
    {
        public override bool CanSeek => false;
    }
}
