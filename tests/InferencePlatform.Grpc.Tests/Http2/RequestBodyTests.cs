using System.Buffers;
using InferencePlatform.Grpc.Http2;

namespace InferencePlatform.Grpc.Tests.Http2;

/// <summary>A body between the thread that reads the connection and the handler that reads the body.</summary>
public sealed class RequestBodyTests : IDisposable
{
    private readonly StreamUnderTest _stream = new();

    private RequestBody Body => _stream.Stream.Body;

    [Fact]
    public Task Bytes_that_come_just_as_the_handler_begins_to_wait_reach_it() => ReadWhileDeliveredAsync(rounds: 20_000);

    [Fact]
    [Trait("Tier", "full")]
    public Task Bytes_that_come_just_as_the_handler_begins_to_wait_reach_it_half_a_million_times() => ReadWhileDeliveredAsync(rounds: 500_000);

    public void Dispose() => _stream.Dispose();

    /// <summary>
    /// Two threads meet in each round; the one that delivers comes a little later each time, so that it meets every moment
    /// of the other's.
    /// </summary>
    private async Task ReadWhileDeliveredAsync(int rounds)
    {
        const int Latest = 100;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var begun = 0;
        Body.Begin(inline: false);
        var delivering = Task.Factory.StartNew(
            () =>
            {
                for (var round = 1; round <= rounds && !stop.IsCancellationRequested; round++)
                {
                    SpinWait.SpinUntil(() => Volatile.Read(ref begun) == round || stop.IsCancellationRequested);
                    Thread.SpinWait(round % Latest);
                    Deliver(BitConverter.GetBytes(round), last: round == rounds);
                }
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
        try
        {
            var target = new byte[2 * sizeof(int)];
            for (var round = 1; round <= rounds; round++)
            {
                Volatile.Write(ref begun, round);
                Assert.Equal(sizeof(int), await Body.ReadAsync(target, stop.Token));
                Assert.Equal(round, BitConverter.ToInt32(target));
            }

            Assert.True(Body.IsCompleted);
        }
        finally
        {
            await stop.CancelAsync();
            await delivering;
        }
    }

    private void Deliver(byte[] bytes, bool last)
    {
        Assert.Equal(bytes.Length, Body.Deliver(new ReadOnlySequence<byte>(bytes), last, out var resume));
        if (resume)
        {
            Body.Resume();
        }
    }
}
