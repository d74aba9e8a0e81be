using InferencePlatform.Grpc.Memory;

namespace InferencePlatform.Grpc.Tests.Memory;

public sealed unsafe class MessageBufferPoolTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(65)]
    [InlineData(1023)]
    [InlineData(1024)]
    [InlineData(1025)]
    [InlineData((1 << 20) + 1)]
    [InlineData(1 << 30)]
    public void A_message_ends_on_a_64_byte_boundary(int length)
    {
        using var pool = new MessageBufferPool(0);
        using var buffer = pool.Rent(length);
        Assert.Equal(length, buffer.Length);
        Assert.Equal(0u, ((nuint)buffer.Pointer + (nuint)length) % 64);
    }

    [Fact]
    public void A_message_can_be_filled_from_the_first_byte_to_the_last()
    {
        using var pool = new MessageBufferPool(1 << 20);
        var random = new Random(5);
        for (var i = 0; i < 2_000; i++)
        {
            using var buffer = pool.Rent(random.Next(5_000));
            using var other = pool.Rent(random.Next(5_000));
            buffer.Span.Fill(1);
            other.Span.Fill(2);
            Assert.False(buffer.Span.ContainsAnyExcept((byte)1));
        }
    }

    [Theory]
    [InlineData(-1)]
    [InlineData((1 << 30) + 1)]
    public void A_length_out_of_range_is_refused(int length)
    {
        using var pool = new MessageBufferPool(0);
        Assert.Throws<ArgumentOutOfRangeException>(() => pool.Rent(length));
    }

    [Fact]
    public void Memory_given_back_serves_the_next_message_of_about_that_size()
    {
        using var pool = new MessageBufferPool(1 << 20);
        var first = pool.Rent(1000);
        first.Dispose();
        Assert.Same(first, pool.Rent(600));
    }

    [Fact]
    public void What_is_kept_stays_under_the_bound_whatever_is_given_back()
    {
        const int Bound = 100_000;
        using var pool = new MessageBufferPool(Bound);
        var random = new Random(6);
        for (var round = 0; round < 50; round++)
        {
            var lent = Enumerable.Range(0, 50).Select(_ => pool.Rent(random.Next(20_000))).ToList();
            lent.ForEach(b => b.Dispose());
            Assert.InRange(pool.RetainedBytes, 0, Bound);
        }
    }

    [Fact]
    public void Giving_back_twice_does_not_lend_the_same_memory_to_two()
    {
        using var pool = new MessageBufferPool(1 << 20);
        var buffer = pool.Rent(10);
        Parallel.For(0, 8, _ => buffer.Dispose());
        Assert.NotSame(pool.Rent(10), pool.Rent(10));
    }

    [Fact]
    public void A_pool_that_is_done_with_keeps_nothing()
    {
        var pool = new MessageBufferPool(1 << 20);
        var late = pool.Rent(2000);
        pool.Rent(1000).Dispose();
        pool.Dispose();
        late.Dispose();
        Assert.Equal(0, pool.RetainedBytes);
    }

    [Fact]
    public void Bytes_charged_to_a_budget_go_back_once()
    {
        var budget = new ByteBudget(100);
        using var pool = new MessageBufferPool(1 << 20);
        var buffer = pool.Rent(40);
        Assert.True(buffer.TryCharge(budget, 30));
        Assert.True(buffer.TryCharge(budget, 40));
        Assert.Equal(40, budget.Used);
        buffer.Dispose();
        buffer.Dispose();
        Assert.Equal(0, budget.Used);
    }
}
