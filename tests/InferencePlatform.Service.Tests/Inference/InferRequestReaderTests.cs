using Google.Protobuf;
using Inference;
using InferencePlatform.Grpc.Memory;
using InferencePlatform.Service.Tests.Grpc.Rig;

namespace InferencePlatform.Service.Tests.Inference;

/// <summary>Our reader of ModelInferRequest against Google's, on the same bytes.</summary>
public sealed class InferRequestReaderTests
{
    private const long KeepAll = 1 << 30;

    [Fact]
    public void It_reads_every_valid_encoding_as_Googles_does()
    {
        var random = new Random(11);
        using var pool = new MessageBufferPool(KeepAll);
        for (var i = 0; i < 10_000; i++)
        {
            var request = new RandomRequest(random).NextOfManyInputs();
            var bytes = i % 2 == 0 ? request.ToByteArray() : new Scrambler(random).Encode(request);

            var ours = ReadRequest.ByOurs(bytes, pool, out var refusal);

            Assert.True(refusal is null, $"Request {i} was refused: {refusal?.Message} {Convert.ToHexString(bytes)}");
            Assert.Equal(ReadRequest.ByGoogles(ModelInferRequest.Parser.ParseFrom(bytes)), ours);
        }
    }

    [Fact]
    public void It_reads_spoiled_bytes_as_Googles_does_or_refuses_them()
    {
        var random = new Random(12);
        using var pool = new MessageBufferPool(KeepAll);
        var taken = 0;
        for (var i = 0; i < 60_000; i++)
        {
            var request = new RandomRequest(random).NextOfManyInputs();
            var bytes = new Mutations(random).Of(i % 2 == 0 ? request.ToByteArray() : new Scrambler(random).Encode(request));
            taken += AssertAgree(bytes, pool) ? 1 : 0;
        }

        // Were nearly all refused, this test would test little.
        Assert.InRange(taken, 5_000, 60_000);
    }

    [Fact]
    public void It_reads_random_bytes_as_Googles_does_or_refuses_them()
    {
        var random = new Random(13);
        using var pool = new MessageBufferPool(KeepAll);
        for (var i = 0; i < 100_000; i++)
        {
            AssertAgree(RandomTensor.NextBytes(random, random.Next(40)), pool);
        }
    }

    [Fact]
    public void Contents_in_many_pieces_take_no_more_memory_than_the_input()
    {
        // Joined two at a time, these pieces would take a hundred times two megabytes.
        var whole = new byte[2 << 20];
        byte[] piece = [.. Field(5, Field(6, whole)), .. Enumerable.Range(0, 100).SelectMany(_ => Field(5, []))];
        byte[] message = Field(5, [.. Field(1, "x"u8), .. Field(2, "FP32"u8), .. piece]);
        using var pool = new MessageBufferPool(KeepAll);

        Assert.NotNull(ReadRequest.ByOurs(message, pool, out _));
        Assert.InRange(pool.RetainedBytes, 1, 16 << 20);
    }

    private static byte[] Field(int number, ReadOnlySpan<byte> bytes)
    {
        using var stream = new MemoryStream();
        using var output = new CodedOutputStream(stream);
        output.WriteTag(number, WireFormat.WireType.LengthDelimited);
        output.WriteLength(bytes.Length);
        output.Flush();
        return [.. stream.ToArray(), .. bytes];
    }

    /// <summary>Reads the bytes twice by ours and once by Google's; true where both take them.</summary>
    private static bool AssertAgree(byte[] bytes, MessageBufferPool pool)
    {
        var ours = ReadRequest.ByOurs(bytes, pool, out _);
        var kept = pool.RetainedBytes;
        Assert.Equal(ours, ReadRequest.ByOurs(bytes, pool, out _));
        Assert.True(kept == pool.RetainedBytes, $"Memory was not given back after {Convert.ToHexString(bytes)}");
        if (ours is null)
        {
            return false;
        }

        ModelInferRequest googles;
        try
        {
            googles = ModelInferRequest.Parser.ParseFrom(bytes);
        }
        catch (InvalidProtocolBufferException)
        {
            // Ours does not look into what it does not need.
            return false;
        }

        Assert.True(ReadRequest.ByGoogles(googles) == ours, $"{Convert.ToHexString(bytes)} reads\n{ours}\ninstead of\n{ReadRequest.ByGoogles(googles)}");
        return true;
    }
}
