using System.Net;
using InferencePlatform.Grpc.Tests.Infrastructure;

namespace InferencePlatform.Grpc.Tests.Server;

/// <summary>Requests that are refused by their headers.</summary>
public sealed class RefusedRequestTests
{
    [Theory]
    [InlineData("application/json")]
    [InlineData("application/grpc-web")]
    [InlineData("application/grpcx")]
    [InlineData("")]
    public async Task Another_content_type_is_HTTP_415(string contentType)
    {
        await using var server = await TestServer.StartAsync(m => m.AddEcho());
        var answer = await server.Client.SendAsync(HttpMethod.Post, Methods.Echo, contentType);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, answer.Http);
    }

    [Theory]
    [InlineData("application/grpc")]
    [InlineData("application/grpc+proto")]
    [InlineData("application/grpc;charset=utf-8")]
    [InlineData("APPLICATION/GRPC")]
    public async Task A_grpc_content_type_is_taken_with_a_format_and_parameters(string contentType)
    {
        await using var server = await TestServer.StartAsync(m => m.AddRaw(Methods.Echo, _ => ValueTask.CompletedTask));
        var answer = await server.Client.SendAsync(HttpMethod.Post, Methods.Echo, contentType);
        Assert.Equal((HttpStatusCode.OK, StatusCode.OK), (answer.Http, answer.Status));
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("PUT")]
    [InlineData("OPTIONS")]
    public async Task Another_HTTP_method_is_HTTP_405_and_is_told_the_one_allowed(string method)
    {
        await using var server = await TestServer.StartAsync(m => m.AddEcho());
        var answer = await server.Client.SendAsync(new HttpMethod(method), Methods.Echo, contentType: null);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.Http);
        Assert.Equal(["POST"], answer.Header("allow"));
    }

    [Theory]
    [InlineData("test.Service/Other")]
    [InlineData("test.Service/echo")]
    [InlineData("test.Service")]
    [InlineData("test.Service/Echo/")]
    [InlineData("")]
    public async Task A_method_that_is_not_served_is_UNIMPLEMENTED(string method)
    {
        await using var server = await TestServer.StartAsync(m => m.AddEcho());
        var answer = await server.Client.CallAsync(method, Frames.OfText("x"));
        Assert.Equal((HttpStatusCode.OK, StatusCode.Unimplemented), (answer.Http, answer.Status));
        Assert.True(answer.IsTrailersOnly);
        Assert.Contains("/" + method, answer.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_codec_is_UNIMPLEMENTED_and_is_told_the_known_ones()
    {
        await using var server = await TestServer.StartAsync(m => m.AddEcho());
        var answer = await server.Client.CallAsync(Methods.Echo, Frames.OfText("x"), ("grpc-encoding", "snappy"));
        Assert.Equal(StatusCode.Unimplemented, answer.Status);
        Assert.Equal(["identity,gzip"], answer.Header("grpc-accept-encoding"));
    }

    [Theory]
    [InlineData("1")]
    [InlineData("S")]
    [InlineData("-1S")]
    [InlineData("123456789S")]
    [InlineData("1x")]
    [InlineData("1S, 2S")]
    public async Task A_timeout_that_is_none_is_INTERNAL_and_is_told_what_one_is(string timeout)
    {
        await using var server = await TestServer.StartAsync(m => m.AddEcho());
        var answer = await server.Client.CallAsync(Methods.Echo, Frames.OfText("x"), ("grpc-timeout", timeout));
        Assert.Equal(StatusCode.Internal, answer.Status);
        Assert.Contains("grpc-timeout", answer.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refused_requests_with_large_bodies_do_not_use_the_connection_up()
    {
        await using var server = await TestServer.StartAsync(m => m.AddEcho());
        for (var i = 0; i < 20; i++)
        {
            try
            {
                await server.Client.CallAsync("test.Service/Other", new byte[1 << 20]);
            }
            catch (HttpRequestException)
            {
                // The server resets a stream whose body it does not want; HttpClient may see that first.
            }
        }

        Assert.Equal("x", (await server.Client.CallAsync(Methods.Echo, Frames.OfText("x"))).Text);
        Assert.Equal(1, server.Client.Connections);
    }
}
