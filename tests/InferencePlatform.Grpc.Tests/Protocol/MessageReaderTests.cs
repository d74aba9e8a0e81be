using InferencePlatform.Grpc.Tests.Infrastructure;

namespace InferencePlatform.Grpc.Tests.Protocol;

public sealed class MessageReaderTests
{
    private static readonly byte[][] Messages = [[1, 2, 3], [], [4], Enumerable.Repeat((byte)5, 300).ToArray()];

    [Fact]
    public async Task Messages_come_out_the_same_wherever_the_bytes_are_split()
    {
        byte[] body = [.. Messages.SelectMany((m, i) => i == 3 ? Frames.Gzipped(m) : Frames.Of(m))];
        for (var split = 0; split <= body.Length; split++)
        {
            using var reader = new ReaderUnderTest();
            var reading = reader.ReadAllAsync();
            await reader.WriteAsync(body[..split]);
            await reader.WriteAsync(body[split..]);
            await reader.Pipe.Writer.CompleteAsync();
            Assert.Equal(Messages, await reading);
        }
    }

    [Fact]
    public async Task Messages_come_out_the_same_when_bytes_come_one_by_one()
    {
        using var reader = new ReaderUnderTest();
        var reading = reader.ReadAllAsync();
        foreach (var b in Messages.SelectMany(m => Frames.Of(m)))
        {
            await reader.WriteAsync([b]);
        }

        await reader.Pipe.Writer.CompleteAsync();
        Assert.Equal(Messages, await reading);
    }

    [Fact]
    public async Task An_empty_body_has_no_message_and_stays_at_its_end()
    {
        using var reader = new ReaderUnderTest();
        await reader.Pipe.Writer.CompleteAsync();
        Assert.Null(await reader.ReadAsync());
        Assert.Null(await reader.ReadAsync());
    }

    [Fact]
    public async Task A_body_cut_anywhere_within_a_message_is_refused()
    {
        var frame = Frames.Of([1, 2, 3]);
        for (var length = 1; length < frame.Length; length++)
        {
            using var reader = new ReaderUnderTest();
            var e = await reader.RefusalAsync(Frames.Of([9]), frame[..length]);
            Assert.Equal(StatusCode.Internal, e.StatusCode);
            Assert.Contains("ends in the middle", e.Status.Detail, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_message_over_the_limit_is_refused_by_its_header_alone()
    {
        using var reader = new ReaderUnderTest(maxMessageSize: 1000);
        await reader.WriteAsync(Frames.Header(uint.MaxValue));
        var e = await Assert.ThrowsAsync<RpcException>(() => reader.ReadAsync());
        Assert.Equal(StatusCode.ResourceExhausted, e.StatusCode);
        Assert.Contains("4294967295", e.Status.Detail, StringComparison.Ordinal);
        Assert.Contains("1000", e.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_message_of_exactly_the_limit_is_taken()
    {
        using var reader = new ReaderUnderTest(maxMessageSize: 1000);
        await reader.WriteAsync(Frames.Of(new byte[1000]));
        Assert.Equal(1000, (await reader.ReadAsync())!.Length);
        Assert.Equal(StatusCode.ResourceExhausted, (await reader.RefusalAsync(Frames.Of(new byte[1001]))).StatusCode);
    }

    [Fact]
    public async Task A_message_that_does_not_fit_the_budget_is_refused_and_costs_nothing()
    {
        using var reader = new ReaderUnderTest(budget: 100);
        Assert.True(reader.Budget.TryTake(60));
        await reader.WriteAsync(Frames.Header(41));
        var e = await Assert.ThrowsAsync<RpcException>(() => reader.ReadAsync());
        Assert.Equal(StatusCode.ResourceExhausted, e.StatusCode);
        Assert.Equal(60, reader.Budget.Used);
        reader.Budget.GiveBack(60);
    }

    [Fact]
    public async Task After_a_refusal_reading_on_is_refused_the_same_way()
    {
        using var reader = new ReaderUnderTest(maxMessageSize: 10);
        await reader.WriteAsync(Frames.Of(new byte[11]));
        for (var i = 0; i < 2; i++)
        {
            var e = await Assert.ThrowsAsync<RpcException>(() => reader.ReadAsync());
            Assert.Equal(StatusCode.ResourceExhausted, e.StatusCode);
        }
    }

    [Fact]
    public async Task A_compressed_message_without_a_codec_is_refused()
    {
        using var reader = new ReaderUnderTest(encoding: null);
        Assert.Equal(StatusCode.Internal, (await reader.RefusalAsync(Frames.Gzipped([1]))).StatusCode);
    }

    [Fact]
    public async Task A_plain_message_beside_a_codec_is_taken()
    {
        using var reader = new ReaderUnderTest();
        await reader.WriteAsync([.. Frames.Of([1]), .. Frames.Gzipped([2]), .. Frames.Of([])]);
        await reader.Pipe.Writer.CompleteAsync();
        Assert.Equal<byte[]>([[1], [2], []], await reader.ReadAllAsync());
    }

    [Fact]
    public async Task Silence_within_a_message_ends_the_call_and_silence_between_messages_does_not()
    {
        using var reader = new ReaderUnderTest(stall: TimeSpan.FromMilliseconds(50));
        await reader.WriteAsync(Frames.Of([1]));
        Assert.NotNull(await reader.ReadAsync());
        var between = reader.ReadAsync();
        Assert.NotSame(between, await Task.WhenAny(between, Task.Delay(150, Patience.Token)));

        await reader.WriteAsync(Frames.Of([1, 2, 3])[..6]);
        var e = await Assert.ThrowsAsync<RpcException>(() => between);
        Assert.Equal(StatusCode.DeadlineExceeded, e.StatusCode);
        Assert.Contains("1 of its 3 bytes", e.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancelling_within_a_message_gives_its_memory_back()
    {
        using var cancellation = new CancellationTokenSource();
        using var reader = new ReaderUnderTest();
        await reader.WriteAsync(Frames.Of(new byte[100])[..50]);
        var reading = reader.ReadUntilAsync(cancellation.Token);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
        Assert.Equal(45, reader.Budget.Used);
    }

    [Fact]
    public async Task An_announced_message_takes_of_the_budget_only_what_came()
    {
        using var reader = new ReaderUnderTest(budget: 100);
        await reader.WriteAsync(Frames.Of(new byte[100])[..15]);
        Assert.False(reader.ReadNow());
        Assert.Equal(10, reader.Budget.Used);

        Assert.True(reader.Budget.TryTake(60));
        await reader.WriteAsync(new byte[90]);
        Assert.Equal(StatusCode.ResourceExhausted, Assert.Throws<RpcException>(() => reader.ReadNow()).StatusCode);
        reader.Budget.GiveBack(60);
    }
}
