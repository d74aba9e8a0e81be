using InferencePlatform.Grpc.Tests.Infrastructure;

namespace InferencePlatform.Grpc.Tests.Http2;

/// <summary>Handlers on the thread that reads the connection.</summary>
public sealed class InlineHandlerTests
{
    private const string Block = "test.Service/Block";

    [Fact]
    public async Task A_handler_that_blocks_its_thread_holds_up_no_other_call()
    {
        using var release = new ManualResetEventSlim();
        await using var server = await TestServer.StartAsync(m => m.AddInlineEcho().AddInline(Block, call =>
        {
            release.Wait(Patience.Token);
            return ValueTask.CompletedTask;
        }));
        await using var connection = await server.ConnectAsync();
        for (var i = 0; i < 3; i++)
        {
            await connection.CallAsync(Block);
            var echo = await connection.CallAsync(Methods.InlineEcho);
            await connection.DataAsync(echo, Frames.OfText("x"), end: true);
            Assert.Equal(StatusCode.OK, await connection.StatusOfAsync(echo));
        }

        Assert.Equal(3, server.Grpc.CallsInFlight);
        release.Set();
        await server.UntilIdleAsync();
    }

    [Fact]
    public async Task A_handler_that_keeps_its_thread_sees_its_client_leave()
    {
        var gate = new Gate();
        await using var server = await TestServer.StartAsync(m => m.AddInline(Block, call =>
        {
            gate.Arrived();
            SpinWait.SpinUntil(() => call.IsOver);
            return ValueTask.CompletedTask;
        }));
        await using var connection = await server.ConnectAsync();
        var stream = await connection.CallAsync(Block);
        await gate.OneAsync();
        await connection.ResetAsync(stream);
        await server.UntilIdleAsync();
    }

    [Fact]
    public async Task A_handler_that_keeps_its_thread_sees_its_connection_break()
    {
        var gate = new Gate();
        await using var server = await TestServer.StartAsync(m => m.AddInline(Block, call =>
        {
            gate.Arrived();
            SpinWait.SpinUntil(() => call.IsOver);
            return ValueTask.CompletedTask;
        }));
        await using (var connection = await server.ConnectAsync())
        {
            await connection.CallAsync(Block);
            await gate.OneAsync();
        }

        await server.UntilIdleAsync();
    }

    [Fact]
    public async Task A_large_message_to_an_inline_handler_comes_whole()
    {
        await using var server = await TestServer.StartAsync(m => m.AddInlineEcho());
        var text = new string('x', 3_000_000);
        for (var i = 0; i < 10; i++)
        {
            Assert.Equal(text, (await server.Client.CallAsync(Methods.InlineEcho, Frames.OfText(text))).Text);
        }
    }

    [Fact]
    public async Task An_inline_handler_that_fails_or_waits_ends_its_call_only()
    {
        await using var server = await TestServer.StartAsync(m => m
            .AddInlineEcho()
            .AddInline("test.Service/Throw", _ => throw new RpcException(StatusCode.Aborted, "no"))
            .AddInline("test.Service/Later", async call =>
            {
                await Task.Yield();
                throw new RpcException(StatusCode.Aborted, "no");
            }));
        foreach (var method in (string[])["test.Service/Throw", "test.Service/Later"])
        {
            Assert.Equal(StatusCode.Aborted, (await server.Client.CallAsync(method, Frames.OfText("x"))).Status);
        }

        Assert.Equal("x", (await server.Client.CallAsync(Methods.InlineEcho, Frames.OfText("x"))).Text);
        Assert.Equal(1, server.Client.Connections);
    }
}
