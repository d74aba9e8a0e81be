using InferencePlatform.Grpc.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace InferencePlatform.Grpc.InteropTests.Bad;

/// <summary>Calls that a server refuses before it does anything for them, and takes up when they come again.</summary>
public sealed class SecondAttemptTests
{
    private const int RefusedStream = 7;

    private readonly TaskCompletionSource _refuse = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _attempts;

    [Fact]
    public async Task A_unary_call_is_sent_again()
    {
        _refuse.SetResult();
        await using var server = await RawServer.StartAsync(RefuseOnceAsync);

        await server.CallAsync();

        Assert.Equal(2, _attempts);
    }

    [Fact]
    public async Task A_stream_of_which_nothing_is_sent_is_sent_again()
    {
        _refuse.SetResult();
        await using var server = await RawServer.StartAsync(RefuseOnceAsync);
        using var call = server.Duplex();

        await call.GetHeadersAsync();
        await call.Requests.WriteAsync(new SimpleRequest());
        call.Requests.Complete();

        Assert.Equal(1, await call.ReadAllAsync(TestContext.Current.CancellationToken).CountAsync(TestContext.Current.CancellationToken));
        Assert.Equal(2, _attempts);
    }

    [Fact]
    public async Task A_stream_of_which_something_is_sent_is_unavailable()
    {
        await using var server = await RawServer.StartAsync(RefuseOnceAsync);
        using var call = server.Duplex();
        await call.Requests.WriteAsync(new SimpleRequest());

        _refuse.SetResult();

        var error = await Assert.ThrowsAsync<RpcException>(call.GetHeadersAsync);
        Assert.Equal(StatusCode.Unavailable, error.StatusCode);
        Assert.Contains("sent already", error.Status.Detail, StringComparison.Ordinal);
    }

    private async Task RefuseOnceAsync(HttpContext context)
    {
        if (Interlocked.Increment(ref _attempts) == 1)
        {
            await _refuse.Task;
            context.Features.GetRequiredFeature<IHttpResetFeature>().Reset(RefusedStream);
            return;
        }

        Answer.Begin(context);
        await context.Response.Body.FlushAsync();
        await context.Request.Body.CopyToAsync(Stream.Null);
        await Answer.WriteMessageAsync(context);
        Answer.EndWith(context, "0");
    }
}
