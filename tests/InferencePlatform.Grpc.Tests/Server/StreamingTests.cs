using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using InferencePlatform.Grpc.Http2;
using InferencePlatform.Grpc.Tests.Infrastructure;

namespace InferencePlatform.Grpc.Tests.Server;

public sealed class StreamingTests
{
    private const int Many = 10_000;

    private static readonly MessageCodec<StringValue> Strings = ProtobufCodec.For<StringValue>();
    private static readonly MessageCodec<Int32Value> Numbers = ProtobufCodec.For<Int32Value>();
    private static readonly MessageCodec<BytesValue> Blobs = ProtobufCodec.For<BytesValue>();

    [Fact]
    public async Task A_thousand_calls_one_after_another_share_a_connection()
    {
        await using var server = await TestServer.StartAsync(m => m.AddEcho());
        for (var i = 0; i < 1_000; i++)
        {
            Assert.Equal($"{i}", (await server.Client.CallAsync(Methods.Echo, Frames.OfText($"{i}"))).Text);
        }

        Assert.Equal(1, server.Client.Connections);
    }

    [Fact]
    public async Task A_hundred_calls_at_once_share_a_connection_and_are_all_served_at_once()
    {
        var gate = new Gate();
        await using var server = await TestServer.StartAsync(m => m.AddWait(gate));
        var calls = Enumerable.Range(0, 100).Select(i => server.Client.CallAsync(Methods.Wait, Frames.OfText($"{i}"))).ToList();
        foreach (var _ in calls)
        {
            await gate.OneAsync();
        }

        gate.LetGo();
        var answers = await Task.WhenAll(calls);
        Assert.Equal(Enumerable.Range(0, 100).Select(i => $"{i}"), answers.Select(a => a.Text));
        Assert.Equal(1, server.Client.Connections);
    }

    [Fact]
    public async Task Ten_thousand_requests_become_one_answer()
    {
        await using var server = await TestServer.StartAsync(m => m.AddClientStreaming("test.Service/Sum", Numbers, Numbers, async (numbers, _) =>
        {
            var sum = 0;
            await foreach (var number in numbers)
            {
                sum += number.Value;
            }

            return new Int32Value { Value = sum };
        }));
        var body = Enumerable.Range(0, Many).SelectMany(i => Frames.Of(new Int32Value { Value = i })).ToArray();
        var answer = await server.Client.CallAsync("test.Service/Sum", body);
        Assert.Equal(Many * (Many - 1) / 2, Int32Value.Parser.ParseFrom(Assert.Single(Frames.Split(answer.Body))).Value);
    }

    [Fact]
    public async Task One_request_becomes_ten_thousand_answers()
    {
        await using var server = await TestServer.StartAsync(m => m.AddServerStreaming(
            "test.Service/Count", Numbers, Numbers, (count, _) => AsyncEnumerable.Range(0, count.Value).Select(i => new Int32Value { Value = i })));
        var answer = await server.Client.CallAsync("test.Service/Count", Frames.Of(new Int32Value { Value = Many }));
        Assert.Equal(Enumerable.Range(0, Many), Frames.Split(answer.Body).Select(m => Int32Value.Parser.ParseFrom(m).Value));
        Assert.Equal(StatusCode.OK, answer.Status);
    }

    [Fact]
    public async Task Ten_thousand_messages_go_both_ways_at_once()
    {
        await using var server = await TestServer.StartAsync(m => m.AddDuplexStreaming(Methods.Echo, Strings, Strings, (messages, _) => messages));
        await using var call = server.Client.Open(Methods.Echo);
        var sending = SendAsync();
        for (var i = 0; i < Many; i++)
        {
            Assert.Equal($"{i}", (await call.ReceiveAsync<StringValue>()).Value);
        }

        await sending;
        Assert.Equal(StatusCode.OK, (await call.EndAsync()).Status);

        async Task SendAsync()
        {
            for (var i = 0; i < Many; i++)
            {
                await call.WriteAsync(Frames.OfText($"{i}"));
            }

            call.CompleteRequest();
        }
    }

    [Fact]
    public async Task Each_message_of_a_conversation_is_answered_before_the_next_is_sent()
    {
        await using var server = await TestServer.StartAsync(m => m.AddDuplexStreaming(Methods.Echo, Strings, Strings, (messages, _) => messages));
        await using var call = server.Client.Open(Methods.Echo);
        for (var i = 0; i < 500; i++)
        {
            await call.WriteAsync(Frames.OfText($"{i}"));
            Assert.Equal($"{i}", (await call.ReceiveAsync<StringValue>()).Value);
        }

        call.CompleteRequest();
        Assert.Equal(StatusCode.OK, (await call.EndAsync()).Status);
    }

    [Fact]
    public async Task A_client_that_reads_slowly_holds_the_handler_up()
    {
        const int Size = 10_000;
        var written = 0;
        await using var server = await TestServer.StartAsync(m => m.AddServerStreaming("test.Service/Blobs", Strings, Blobs, (_, _) =>
            AsyncEnumerable.Range(0, Many).Select(_ =>
            {
                Interlocked.Increment(ref written);
                return new BytesValue { Value = ByteString.CopyFrom(new byte[Size]) };
            })));
        await using var connection = await server.ConnectAsync(initialWindow: 0);
        var stream = await connection.CallAsync("test.Service/Blobs");
        await connection.DataAsync(stream, Frames.OfText("x"), end: true);
        await connection.ReadUntilAsync(Http2FrameType.Headers);

        // The handler has come to its stand when it writes nothing in a good while.
        for (var seen = -1; seen != Volatile.Read(ref written);)
        {
            seen = Volatile.Read(ref written);
            await Task.Delay(100, Patience.Token);
        }

        Assert.InRange((long)written * Size, Size, 2 * Http2Limits.ResponseBuffer);
        await connection.ResetAsync(stream);
        await server.UntilIdleAsync();
    }

    [Fact]
    public async Task A_large_answer_that_the_client_does_not_read_keeps_its_call_counted()
    {
        await using var server = await TestServer.StartAsync(m => m.AddText(Methods.Echo, (_, _) => ValueTask.FromResult(new string('x', 1_000_000))));
        await using var connection = await server.ConnectAsync(initialWindow: 1000);
        var stream = await connection.CallAsync(Methods.Echo);
        await connection.DataAsync(stream, Frames.OfText("x"), end: true);
        await connection.ReadUntilAsync(Http2FrameType.Data);
        Assert.Equal(1, server.Grpc.CallsInFlight);
        await connection.WindowAsync(stream, 2_000_000);
        await connection.WindowAsync(0, 2_000_000);
        Assert.Equal(StatusCode.OK, await connection.StatusOfAsync(stream));
    }

    [Fact]
    public async Task A_handler_that_reads_slowly_holds_the_client_up()
    {
        var gate = new Gate();
        await using var server = await TestServer.StartAsync(m => m.AddClientStreaming("test.Service/Slow", Blobs, Strings, async (blobs, _) =>
        {
            await gate.Open;
            return new StringValue { Value = $"{await blobs.CountAsync()}" };
        }));
        await using var call = server.Client.Open("test.Service/Slow");
        var message = Frames.Of(new BytesValue { Value = ByteString.CopyFrom(new byte[100_000]) });
        var sending = SendAsync();
        Assert.NotSame(sending, await Task.WhenAny(sending, Task.Delay(200, Patience.Token)));
        Assert.Equal(0, server.Grpc.BytesInFlight);
        gate.LetGo();
        await sending;
        Assert.Equal("100", (await call.ReceiveAsync<StringValue>()).Value);

        async Task SendAsync()
        {
            for (var i = 0; i < 100; i++)
            {
                await call.WriteAsync(message);
            }

            call.CompleteRequest();
        }
    }
}
