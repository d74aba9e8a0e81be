using InferencePlatform.Grpc.Client;
using InferencePlatform.Grpc.Testing;
using Microsoft.AspNetCore.Http;

namespace InferencePlatform.Grpc.InteropTests.Bad;

/// <summary>Calls that this side ends, against a server that never would.</summary>
public sealed class EndingTests
{
    private readonly TaskCompletionSource _came = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _left = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_deadline_ends_a_call_that_is_never_answered(bool asMoment)
    {
        await using var server = await RawServer.StartAsync(NeverAnswerAsync);
        var time = TimeSpan.FromMilliseconds(200);

        var error = await server.FailAsync(asMoment ? new CallOptions { Deadline = DateTime.UtcNow + time } : new CallOptions { Timeout = time });

        Assert.Equal(StatusCode.DeadlineExceeded, error.StatusCode);
        await LeftAsync();
    }

    [Fact]
    public async Task A_deadline_ends_a_call_whose_answer_stays_unfinished()
    {
        await using var server = await RawServer.StartAsync(async context =>
        {
            Answer.Begin(context);
            await Answer.WriteFrameAsync(context, 0, 100, new byte[10]);
            await NeverAnswerAsync(context);
        });

        var error = await server.FailAsync(new CallOptions { Timeout = TimeSpan.FromMilliseconds(200) });

        Assert.Equal(StatusCode.DeadlineExceeded, error.StatusCode);
        await LeftAsync();
    }

    [Fact]
    public async Task A_call_without_time_left_is_not_sent()
    {
        await using var server = await RawServer.StartAsync(NeverAnswerAsync);

        var error = await server.FailAsync(new CallOptions { Timeout = TimeSpan.Zero });

        Assert.Equal(StatusCode.DeadlineExceeded, error.StatusCode);
        Assert.False(_came.Task.IsCompleted);
    }

    [Fact]
    public async Task A_server_that_cancels_after_the_deadline_has_exceeded_it()
    {
        await using var server = await RawServer.StartAsync(context =>
        {
            Answer.Begin(context);
            context.Response.Headers["grpc-status"] = "1";
            return Task.CompletedTask;
        });
        using var slow = new SlowHandler(new SocketsHttpHandler());
        using var channel = new GrpcChannel(server.Address, new GrpcChannelOptions { Handler = slow });

        var error = await Assert.ThrowsAsync<RpcException>(() => channel.UnaryAsync(
            "test.Service/Unary", ProtobufCodec.For<Empty>(), ProtobufCodec.For<Empty>(), new Empty(), new CallOptions { Timeout = TimeSpan.FromMilliseconds(500) }));

        Assert.Equal(StatusCode.DeadlineExceeded, error.StatusCode);
    }

    [Fact]
    public async Task The_callers_token_ends_a_call_as_dotnet_expects()
    {
        await using var server = await RawServer.StartAsync(NeverAnswerAsync);
        using var caller = new CancellationTokenSource();
        var call = server.CallAsync(new CallOptions { CancellationToken = caller.Token });
        await _came.Task;

        await caller.CancelAsync();

        var error = await Assert.ThrowsAsync<OperationCanceledException>(() => call);
        Assert.Equal(caller.Token, error.CancellationToken);
        await LeftAsync();
    }

    [Fact]
    public async Task The_readers_token_ends_the_call()
    {
        await using var server = await RawServer.StartAsync(NeverAnswerAsync);
        using var reader = new CancellationTokenSource();
        using var call = server.Duplex();
        var reading = call.ReadAllAsync(reader.Token).CountAsync(reader.Token);
        await _came.Task;

        await reader.CancelAsync();

        var error = await Assert.ThrowsAsync<OperationCanceledException>(async () => await reading);
        Assert.Equal(reader.Token, error.CancellationToken);
        await LeftAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Giving_a_call_up_ends_whoever_waits_for_it_and_the_server(bool dispose)
    {
        await using var server = await RawServer.StartAsync(async context =>
        {
            Answer.Begin(context);
            await Answer.WriteMessageAsync(context);
            await NeverAnswerAsync(context);
        });
        var call = server.Duplex();
        await using var responses = call.ReadAllAsync(TestContext.Current.CancellationToken).GetAsyncEnumerator(TestContext.Current.CancellationToken);
        Assert.True(await responses.MoveNextAsync());
        var next = responses.MoveNextAsync();

        Action end = dispose ? call.Dispose : call.Cancel;
        end();

        var error = await Assert.ThrowsAsync<RpcException>(async () => await next);
        Assert.Equal(StatusCode.Cancelled, error.StatusCode);
        Assert.Equal(StatusCode.Cancelled, call.Status!.Value.Code);
        await LeftAsync();
    }

    [Fact]
    public async Task Disposing_of_a_call_that_nobody_reads_ends_it_at_the_server()
    {
        await using var server = await RawServer.StartAsync(NeverAnswerAsync);
        var call = server.Duplex();
        await _came.Task;

        call.Dispose();

        await LeftAsync();
        await Assert.ThrowsAsync<RpcException>(async () => await call.Requests.WriteAsync(new SimpleRequest()));
        await Assert.ThrowsAsync<RpcException>(call.GetHeadersAsync);
    }

    [Fact]
    public async Task A_closed_channel_lets_its_calls_finish_and_begins_no_more()
    {
        await using var server = await RawServer.StartAsync(async context =>
        {
            Answer.Begin(context);
            _came.TrySetResult();
            await context.Request.Body.CopyToAsync(Stream.Null);
            await Answer.WriteMessageAsync(context);
            Answer.EndWith(context, "0");
        });
        using var call = server.Duplex();
        await _came.Task;

        server.Channel.Dispose();

        Assert.Equal(StatusCode.Cancelled, (await server.FailAsync()).StatusCode);
        call.Requests.Complete();
        Assert.Equal(1, await call.ReadAllAsync(TestContext.Current.CancellationToken).CountAsync(TestContext.Current.CancellationToken));
    }

    private async Task NeverAnswerAsync(HttpContext context)
    {
        context.RequestAborted.Register(() => _left.TrySetResult());
        _came.TrySetResult();
        await _left.Task;
    }

    private Task LeftAsync() => _left.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

    /// <summary>Keeps a response back until the call's time is over.</summary>
    private sealed class SlowHandler(HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var response = await base.SendAsync(request, CancellationToken.None);
            await Task.Delay(Timeout.Infinite, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return response;
        }
    }
}
