using System.IO.Compression;

namespace InferencePlatform.Grpc.InteropTests.Bad;

/// <summary>Our client and servers whose messages are not as they should be.</summary>
public sealed class BadMessageTests
{
    [Fact]
    public async Task A_body_that_ends_within_a_message_is_internal()
    {
        await using var server = await RawServer.StartAsync(async context =>
        {
            Answer.Begin(context);
            await Answer.WriteFrameAsync(context, 0, 100, new byte[10]);
        });

        Assert.Equal(StatusCode.Internal, (await server.FailAsync()).StatusCode);
    }

    [Fact]
    public async Task A_body_that_ends_within_a_frame_is_internal()
    {
        await using var server = await RawServer.StartAsync(async context =>
        {
            Answer.Begin(context);
            await context.Response.Body.WriteAsync(new byte[3]);
            Answer.EndWith(context, "0");
        });

        Assert.Equal(StatusCode.Internal, (await server.FailAsync()).StatusCode);
    }

    [Fact]
    public async Task A_server_that_fails_within_a_message_has_its_status_heard()
    {
        await using var server = await RawServer.StartAsync(async context =>
        {
            Answer.Begin(context);
            await Answer.WriteFrameAsync(context, 0, 100, new byte[10]);
            Answer.EndWith(context, "15", "the disk is gone");
        });

        Assert.Equal(new Status(StatusCode.DataLoss, "the disk is gone"), (await server.FailAsync()).Status);
    }

    [Theory]
    [InlineData(uint.MaxValue)]
    [InlineData(1001u)]
    public async Task A_message_over_the_limit_is_refused_by_its_length_alone(uint length)
    {
        var left = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = await RawServer.StartAsync(
            async context =>
            {
                Answer.Begin(context);
                await Answer.WriteFrameAsync(context, 0, length, default);
                context.RequestAborted.Register(left.SetResult);
                await left.Task;
            },
            options => options.MaxReceiveMessageSize = 1000);

        Assert.Equal(StatusCode.ResourceExhausted, (await server.FailAsync()).StatusCode);
        await left.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_message_that_grows_over_the_limit_is_refused()
    {
        var compressed = new MemoryStream();
        await using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest, leaveOpen: true))
        {
            await gzip.WriteAsync(new byte[1 << 20], TestContext.Current.CancellationToken);
        }

        await using var server = await RawServer.StartAsync(
            async context =>
            {
                Answer.Begin(context);
                context.Response.Headers["grpc-encoding"] = "gzip";
                await Answer.WriteFrameAsync(context, 1, (uint)compressed.Length, compressed.ToArray());
                Answer.EndWith(context, "0");
            },
            options => options.MaxReceiveMessageSize = 100_000);

        Assert.Equal(StatusCode.ResourceExhausted, (await server.FailAsync()).StatusCode);
    }

    [Theory]
    [InlineData("gzip", 1)]
    [InlineData("identity", 1)]
    [InlineData(null, 1)]
    [InlineData("gzip", 2)]
    public async Task A_message_that_is_not_compressed_as_it_says_is_internal(string? encoding, byte flag)
    {
        await using var server = await RawServer.StartAsync(async context =>
        {
            Answer.Begin(context);
            context.Response.Headers["grpc-encoding"] = encoding;
            await Answer.WriteFrameAsync(context, flag, 20, new byte[20]);
            Answer.EndWith(context, "0");
        });

        Assert.Equal(StatusCode.Internal, (await server.FailAsync()).StatusCode);
    }

    [Fact]
    public async Task A_message_that_does_not_parse_is_internal()
    {
        await using var server = await RawServer.StartAsync(async context =>
        {
            Answer.Begin(context);
            await Answer.WriteMessageAsync(context, new byte[] { 0xff, 0xff, 0xff });
            Answer.EndWith(context, "0");
        });

        Assert.Equal(StatusCode.Internal, (await server.FailAsync()).StatusCode);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public async Task A_unary_call_has_one_response(int responses)
    {
        await using var server = await RawServer.StartAsync(async context =>
        {
            Answer.Begin(context);
            for (var i = 0; i < responses; i++)
            {
                await Answer.WriteMessageAsync(context);
            }

            Answer.EndWith(context, "0");
        });

        Assert.Equal(StatusCode.Internal, (await server.FailAsync()).StatusCode);
    }

    [Fact]
    public async Task A_unary_call_that_fails_after_its_response_has_failed()
    {
        await using var server = await RawServer.StartAsync(async context =>
        {
            Answer.Begin(context);
            await Answer.WriteMessageAsync(context);
            Answer.EndWith(context, "8", "no more");
        });

        Assert.Equal(new Status(StatusCode.ResourceExhausted, "no more"), (await server.FailAsync()).Status);
    }
}
