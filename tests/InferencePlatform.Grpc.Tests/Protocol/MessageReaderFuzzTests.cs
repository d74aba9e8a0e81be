using InferencePlatform.Grpc.Tests.Infrastructure;

namespace InferencePlatform.Grpc.Tests.Protocol;

/// <summary>
/// Random and damaged bodies in random pieces. Whatever comes, the outcome is messages or a refusal with a status, and
/// nothing stays taken (<see cref="ReaderUnderTest.Dispose"/> checks the budget).
/// </summary>
public sealed class MessageReaderFuzzTests
{
    private const int MaxMessageSize = 10_000;
    private const int Budget = 20_000;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Any_bytes_in_any_pieces_become_messages_or_a_status(int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < 2_500; i++)
        {
            var body = RandomBody(random);
            try
            {
                await FeedAsync(body, random);
            }
            catch (RpcException e) when (e.StatusCode is StatusCode.Internal or StatusCode.ResourceExhausted)
            {
                // Refused, as it may be.
            }
            catch (Exception e)
            {
                Assert.Fail($"Seed {seed}, round {i}, body {Convert.ToHexString(body)}: {e}");
            }
        }
    }

    private static async Task FeedAsync(byte[] body, Random random)
    {
        using var reader = new ReaderUnderTest(MaxMessageSize, Budget);
        var reading = ReadAsync(reader);
        for (var at = 0; at < body.Length && !reading.IsCompleted;)
        {
            var length = Math.Min(random.Next(1, random.Next(2, 2_000)), body.Length - at);
            await reader.WriteAsync(body[at..(at + length)]);
            at += length;
        }

        await reader.Pipe.Writer.CompleteAsync();
        await reading;
    }

    private static async Task ReadAsync(ReaderUnderTest reader)
    {
        while (await reader.ReadAsync() is { } message)
        {
            Assert.InRange(message.Length, 0, MaxMessageSize);
            Assert.InRange(reader.Budget.Used, 0, Budget);
        }
    }

    private static byte[] RandomBody(Random random)
    {
        if (random.Next(10) == 0)
        {
            var noise = new byte[random.Next(200)];
            random.NextBytes(noise);
            return noise;
        }

        var body = Enumerable.Range(0, random.Next(5)).SelectMany(_ => RandomFrame(random)).ToArray();
        for (var changes = random.Next(3); changes > 0 && body.Length > 0; changes--)
        {
            body[random.Next(body.Length)] ^= (byte)(1 << random.Next(8));
        }

        return random.Next(4) == 0 ? body[..random.Next(body.Length + 1)] : body;
    }

    private static byte[] RandomFrame(Random random)
    {
        var payload = new byte[random.Next(3) == 0 ? random.Next(2 * MaxMessageSize) : random.Next(100)];
        random.NextBytes(payload.AsSpan(0, random.Next(payload.Length + 1)));
        return random.Next(3) == 0 ? Frames.Gzipped(payload) : Frames.Of(payload);
    }
}
