using System.Buffers.Binary;
using InferencePlatform.Grpc.Protocol;
using InferencePlatform.Grpc.Tests.Infrastructure;

namespace InferencePlatform.Grpc.Tests.Protocol;

public sealed class GzipMessageTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(65_536)]
    [InlineData(1_000_000)]
    public async Task What_is_compressed_comes_back(int length)
    {
        var plain = new byte[length];
        new Random(7).NextBytes(plain.AsSpan(0, length / 2));
        using var reader = new ReaderUnderTest();
        await reader.WriteAsync(Frames.Of(GzipMessage.Compress(plain).WrittenSpan, compressed: true));
        Assert.Equal(plain, await reader.ReadAsync());
    }

    [Fact]
    public async Task No_bytes_at_all_are_an_empty_message_as_peers_on_dotnet_send_it()
    {
        using var reader = new ReaderUnderTest();
        await reader.WriteAsync(Frames.Of([], compressed: true));
        Assert.Empty((await reader.ReadAsync())!);
    }

    [Fact]
    public async Task A_bomb_is_refused_by_the_length_it_announces()
    {
        using var reader = new ReaderUnderTest(maxMessageSize: 100_000);
        var e = await reader.RefusalAsync(Frames.Gzipped(new byte[50_000_000]));
        Assert.Equal(StatusCode.ResourceExhausted, e.StatusCode);
        Assert.Contains("100000", e.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_decompresses_to_exactly_the_limit_is_taken()
    {
        using var reader = new ReaderUnderTest(maxMessageSize: 100_000);
        await reader.WriteAsync(Frames.Gzipped(new byte[100_000]));
        Assert.Equal(100_000, (await reader.ReadAsync())!.Length);
        Assert.Equal(StatusCode.ResourceExhausted, (await reader.RefusalAsync(Frames.Gzipped(new byte[100_001]))).StatusCode);
    }

    [Fact]
    public async Task What_is_decompressed_counts_against_the_budget_before_it_takes_memory()
    {
        using var reader = new ReaderUnderTest(maxMessageSize: 100 << 20, budget: 1 << 20);
        await reader.WriteAsync(Frames.Gzipped(new byte[100 << 20]));
        var before = GC.GetAllocatedBytesForCurrentThread();
        var e = Assert.Throws<RpcException>(() => reader.ReadNow());
        Assert.Equal(StatusCode.ResourceExhausted, e.StatusCode);
        Assert.Equal(0, reader.Budget.Used);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Theory]
    [InlineData(0u)]
    [InlineData(999u)]
    [InlineData(1001u)]
    [InlineData(uint.MaxValue)]
    public async Task A_message_that_lies_about_its_length_is_refused(uint announced)
    {
        var lying = Frames.Gzip(new byte[1000]);
        BinaryPrimitives.WriteUInt32LittleEndian(lying.AsSpan(^4..), announced);
        using var reader = new ReaderUnderTest();
        Assert.Equal(StatusCode.Internal, (await reader.RefusalAsync(Frames.Of(lying, compressed: true))).StatusCode);
    }

    [Fact]
    public async Task A_compressed_message_cut_anywhere_is_refused()
    {
        var whole = Frames.Gzip("a message, a message, a message"u8);
        for (var length = 1; length < whole.Length; length++)
        {
            using var reader = new ReaderUnderTest();
            var e = await reader.RefusalAsync(Frames.Of(whole.AsSpan(0, length), compressed: true));
            Assert.Equal(StatusCode.Internal, e.StatusCode);
        }
    }

    [Fact]
    public async Task A_compressed_message_with_a_byte_changed_or_more_after_it_is_refused()
    {
        var whole = Frames.Gzip("a message, a message, a message"u8);
        foreach (var wrong in (byte[][])[[.. whole, 0], [.. whole, .. whole], [.. whole[..^1], 1], [0, .. whole[1..]]])
        {
            using var reader = new ReaderUnderTest();
            Assert.Equal(StatusCode.Internal, (await reader.RefusalAsync(Frames.Of(wrong, compressed: true))).StatusCode);
        }
    }
}
