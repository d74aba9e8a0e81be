using InferencePlatform.Grpc.Http2;

namespace InferencePlatform.Grpc.Tests.Http2;

public sealed class ByteQueueTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Bytes_come_out_in_order_however_they_went_in(int seed)
    {
        var random = new Random(seed);
        var queue = new ByteQueue();
        byte written = 0;
        byte read = 0;
        for (var i = 0; i < 700; i++)
        {
            var bytes = new byte[random.Next(4) == 0 ? random.Next(20_000) : random.Next(100)];
            if (queue.Length > 60_000 || random.Next(2) == 0)
            {
                foreach (var b in bytes.AsSpan(0, queue.Read(bytes)))
                {
                    Assert.Equal(read++, b);
                }
            }
            else if (random.Next(3) == 0)
            {
                // Room that is asked for and not used leaves nothing behind.
                queue.GetSpan(random.Next(5_000));
            }
            else
            {
                foreach (ref var b in bytes.AsSpan())
                {
                    b = written++;
                }

                queue.Write(bytes);
            }
        }

        Assert.Equal((byte)(written - read), (byte)queue.Length);
        queue.Clear();
        Assert.Equal(0, queue.Length);
        Assert.Equal(0, queue.Read(new byte[10]));
    }
}
