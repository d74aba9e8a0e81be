using System.Text;
using InferencePlatform.Grpc;
using InferencePlatform.Grpc.Memory;
using InferencePlatform.Service.Grpc;
using InferencePlatform.Service.Inference;
using InferencePlatform.Service.Tests.Grpc.Rig;
using Model;

namespace InferencePlatform.Service.Tests.Inference;

/// <summary>Our reader of PredictRequest against Google's, on the same bytes.</summary>
public sealed class PredictRequestReaderTests
{
    [Fact]
    public void It_reads_every_valid_encoding_as_Googles_does()
    {
        var random = new Random(21);
        using var pool = new MessageBufferPool(1 << 30);
        for (var i = 0; i < 20_000; i++)
        {
            var request = Next(random);
            var ours = Read(new Scrambler(random).Encode(request), pool);

            Assert.Equal(Describe(request), ours);
        }
    }

    [Fact]
    public void It_reads_spoiled_bytes_as_Googles_does_or_refuses_them()
    {
        var random = new Random(22);
        using var pool = new MessageBufferPool(1 << 30);
        for (var i = 0; i < 100_000; i++)
        {
            var bytes = i % 4 == 0 ? RandomTensor.NextBytes(random, random.Next(40)) : new Mutations(random).Of(new Scrambler(random).Encode(Next(random)));
            var ours = Read(bytes, pool);
            var kept = pool.RetainedBytes;
            Assert.Equal(ours, Read(bytes, pool));
            Assert.Equal(kept, pool.RetainedBytes);
            Assert.True(ours is null || ours == ReadByGoogles(bytes), Convert.ToHexString(bytes));
        }
    }

    private static PredictRequest Next(Random random) => new()
    {
        ModelId = random.Next(4) == 0 ? "" : "example_model",
        Inputs = { Enumerable.Range(0, random.Next(12)).Select(_ => BitConverter.UInt64BitsToDouble((ulong)random.NextInt64())) },
    };

    private static string? Read(byte[] bytes, MessageBufferPool pool)
    {
        var request = new InferenceRequest(pool, new ByteLease(new ByteBudget(long.MaxValue)));
        using var message = pool.Rent(bytes.Length);
        bytes.CopyTo(message.Span);
        try
        {
            var (model, inputs) = PredictRequestReader.Read(message, request);
            return $"{Encoding.UTF8.GetString(model.Span)}|{Convert.ToHexString(inputs.Span)}";
        }
        catch (RpcException e)
        {
            Assert.Equal(StatusCode.Internal, e.StatusCode);
            return null;
        }
        finally
        {
            request.Reset();
        }
    }

    private static string ReadByGoogles(byte[] bytes) => Describe(PredictRequest.Parser.ParseFrom(bytes));

    private static string Describe(PredictRequest request) => $"{request.ModelId}|{Convert.ToHexString(Raw.Of([.. request.Inputs]))}";
}
