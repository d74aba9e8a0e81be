using InferencePlatform.Grpc.Protocol;

namespace InferencePlatform.Grpc.Tests.Protocol;

public sealed class MessageFrameTests
{
    [Theory]
    [InlineData(false, 0u)]
    [InlineData(true, 1u)]
    [InlineData(false, 0x01020304u)]
    [InlineData(true, uint.MaxValue)]
    public void A_header_comes_back(bool compressed, uint length)
    {
        var bytes = new byte[MessageFrame.Size];
        new MessageFrame(compressed, length).Write(bytes);
        Assert.True(MessageFrame.TryRead(bytes, out var frame));
        Assert.Equal(new MessageFrame(compressed, length), frame);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4)]
    public void Fewer_than_five_bytes_are_no_header_yet(int count) =>
        Assert.False(MessageFrame.TryRead(new byte[count], out _));

    [Fact]
    public void A_flag_that_is_neither_0_nor_1_is_refused()
    {
        for (var flag = 2; flag < 256; flag++)
        {
            var bytes = new byte[] { (byte)flag, 0, 0, 0, 0 };
            var e = Assert.Throws<RpcException>(() => MessageFrame.TryRead(bytes, out _));
            Assert.Equal(StatusCode.Internal, e.StatusCode);
        }
    }
}
