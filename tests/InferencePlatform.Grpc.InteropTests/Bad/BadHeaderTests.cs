using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace InferencePlatform.Grpc.InteropTests.Bad;

/// <summary>Our client and servers whose headers and trailers are not as they should be.</summary>
public sealed class BadHeaderTests
{
    // The table of grpc/grpc, doc/http-grpc-status-mapping.md.
    [Theory]
    [InlineData(400, StatusCode.Internal)]
    [InlineData(401, StatusCode.Unauthenticated)]
    [InlineData(403, StatusCode.PermissionDenied)]
    [InlineData(404, StatusCode.Unimplemented)]
    [InlineData(429, StatusCode.Unavailable)]
    [InlineData(431, StatusCode.Internal)]
    [InlineData(502, StatusCode.Unavailable)]
    [InlineData(503, StatusCode.Unavailable)]
    [InlineData(504, StatusCode.Unavailable)]
    [InlineData(500, StatusCode.Unknown)]
    [InlineData(302, StatusCode.Unknown)]
    public async Task An_http_status_without_a_grpc_status_is_mapped(int http, StatusCode expected)
    {
        await using var server = await RawServer.StartAsync(context =>
        {
            context.Response.StatusCode = http;
            return Task.CompletedTask;
        });

        var error = await server.FailAsync();

        Assert.Equal(expected, error.StatusCode);
        Assert.Contains(http.ToString(CultureInfo.InvariantCulture), error.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_grpc_status_counts_more_than_the_http_status()
    {
        await using var server = await RawServer.StartAsync(context =>
        {
            context.Response.StatusCode = 503;
            context.Response.Headers["grpc-status"] = "5";
            return Task.CompletedTask;
        });

        Assert.Equal(StatusCode.NotFound, (await server.FailAsync()).StatusCode);
    }

    [Fact]
    public async Task A_response_that_is_not_grpc_is_unknown()
    {
        await using var server = await RawServer.StartAsync(async context =>
        {
            context.Response.ContentType = "text/html";
            await context.Response.WriteAsync("<html>");
        });

        var error = await server.FailAsync();

        Assert.Equal(StatusCode.Unknown, error.StatusCode);
        Assert.Contains("text/html", error.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_response_without_trailers_is_unknown()
    {
        await using var server = await RawServer.StartAsync(async context =>
        {
            Answer.Begin(context);
            await Answer.WriteMessageAsync(context);
        });

        Assert.Equal(StatusCode.Unknown, (await server.FailAsync()).StatusCode);
    }

    [Theory]
    [InlineData("99")]
    [InlineData("-1")]
    [InlineData("abc")]
    [InlineData("")]
    public async Task A_status_that_does_not_exist_is_unknown(string status)
    {
        await using var server = await RawServer.StartAsync(async context =>
        {
            Answer.Begin(context);
            await Answer.WriteMessageAsync(context);
            Answer.EndWith(context, status, "what was meant");
        });

        var error = await server.FailAsync();

        Assert.Equal(StatusCode.Unknown, error.StatusCode);
    }

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("100%25 %E2%98%BA", "100% ☺")]
    [InlineData("50% off%2", "50% off%2")]
    public async Task A_status_message_is_percent_decoded(string sent, string expected)
    {
        await using var server = await RawServer.StartAsync(context =>
        {
            Answer.Begin(context);
            context.Response.Headers["grpc-status"] = "9";
            context.Response.Headers["grpc-message"] = sent;
            return Task.CompletedTask;
        });

        Assert.Equal(new Status(StatusCode.FailedPrecondition, expected), (await server.FailAsync()).Status);
    }

    [Fact]
    public async Task Metadata_and_details_of_a_response_that_is_only_trailers_are_kept()
    {
        var sent = RpcException.FromDetails(new Rpc.Status { Code = (int)StatusCode.Aborted, Message = "why" });
        await using var server = await RawServer.StartAsync(context =>
        {
            Answer.Begin(context);
            context.Response.Headers["grpc-status"] = "10";
            context.Response.Headers["grpc-status-details-bin"] = Convert.ToBase64String(sent.Trailers.GetBytes("grpc-status-details-bin")!);
            context.Response.Headers["x-text"] = "one";
            context.Response.Headers["x-bytes-bin"] = "AQI, AwQ=";
            return Task.CompletedTask;
        });

        var error = await server.FailAsync();

        Assert.Equal("why", error.GetDetails()!.Message);
        Assert.Equal("one", error.Trailers.GetString("x-text"));
        Assert.Equal([[1, 2], [3, 4]], error.Trailers.Where(e => e.Key == "x-bytes-bin").Select(e => e.Bytes!));
    }

    [Fact]
    public async Task A_header_that_is_no_ascii_does_not_fail_the_call()
    {
        await using var server = await RawServer.StartAsync(
            async context =>
            {
                Answer.Begin(context);
                context.Response.Headers["x-text"] = "é";
                await Answer.WriteMessageAsync(context);
                Answer.EndWith(context, "0");
            },
            listen: endpoint => endpoint.KestrelServerOptions.ResponseHeaderEncodingSelector = _ => System.Text.Encoding.Latin1);

        using var call = server.Duplex();

        Assert.Equal("é", (await call.GetHeadersAsync()).GetString("x-text"));
    }

    [Fact]
    public async Task An_encoding_that_was_not_offered_is_refused()
    {
        await using var server = await RawServer.StartAsync(async context =>
        {
            Answer.Begin(context);
            context.Response.Headers["grpc-encoding"] = "snappy";
            await Answer.WriteMessageAsync(context);
            Answer.EndWith(context, "0");
        });

        var error = await server.FailAsync();

        Assert.Equal(StatusCode.Internal, error.StatusCode);
        Assert.Contains("snappy", error.Status.Detail, StringComparison.Ordinal);
    }
}
