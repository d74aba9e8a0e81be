using InferencePlatform.Grpc.Http2;

namespace InferencePlatform.Grpc.Tests.Http2;

/// <summary>A stream carries one call after the other; what comes late for one is not the next one's.</summary>
public sealed class StreamReuseTests : IDisposable
{
    private readonly StreamUnderTest _test = new();

    private Http2Stream Stream => _test.Stream;

    [Fact]
    public void A_call_whose_client_left_is_told_so()
    {
        var token = BeginCall(1);

        Stream.Break();
        Stream.Call.Cancel();

        Assert.True(token.IsCancellationRequested);
    }

    [Fact]
    public void A_late_word_that_the_client_of_the_call_before_left_does_not_reach_the_next_call()
    {
        BeginCall(1);
        Stream.Break();
        Stream.Call.Reset();
        var token = BeginCall(3);

        Stream.Call.Cancel();

        Assert.False(token.IsCancellationRequested);
    }

    public void Dispose() => _test.Dispose();

    private CancellationToken BeginCall(int id)
    {
        Stream.Begin(id, PeerSettings.DefaultWindow);
        Stream.Head.Reset(trailers: false);
        Stream.Call.Begin();
        return Stream.Call.CancellationToken;
    }
}
