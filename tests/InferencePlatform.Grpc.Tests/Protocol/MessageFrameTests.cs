using System.Buffers;
using InferencePlatform.Grpc.Protocol;
using InferencePlatform.Grpc.Tests.Infrastructure;

namespace InferencePlatform.Grpc.Tests.Protocol;

public sealed class MessageFrameTests
{
    [Theory]
    [InlineData(false, 0u)]
    [InlineData(true, 1u)]
    [InlineData(false, 0x01020304u)]
    [InlineData(true, uint.MaxValue)]
    public void A_header_comes_back_however_it_is_split(bool compressed, uint length)
    {
        var bytes = new byte[MessageFrame.Size];
        new MessageFrame(compressed, length).Write(bytes);
        for (var split = 0; split <= bytes.Length; split++)
        {
            Assert.True(MessageFrame.TryRead(Sequence.Of(bytes[..split], bytes[split..]), out var frame));
            Assert.Equal(new MessageFrame(compressed, length), frame);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4)]
    public void Fewer_than_five_bytes_are_no_header_yet(int count) =>
        Assert.False(MessageFrame.TryRead(new ReadOnlySequence<byte>(new byte[count]), out _));

    [Fact]
    public void A_flag_that_is_neither_0_nor_1_is_refused()
    {
        for (var flag = 2; flag < 256; flag++)
        {
            var bytes = new byte[] { (byte)flag, 0, 0, 0, 0 };
            var e = Assert.Throws<RpcException>(() => MessageFrame.TryRead(new ReadOnlySequence<byte>(bytes), out _));
            Assert.Equal(StatusCode.Internal, e.StatusCode);
        }
    }
}
