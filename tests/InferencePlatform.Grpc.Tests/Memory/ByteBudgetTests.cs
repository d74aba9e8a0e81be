using InferencePlatform.Grpc.Memory;

namespace InferencePlatform.Grpc.Tests.Memory;

public sealed class ByteBudgetTests
{
    [Fact]
    public void What_fits_is_taken_up_to_the_last_byte_and_what_does_not_is_refused()
    {
        var budget = new ByteBudget(10);
        Assert.True(budget.TryTake(7));
        Assert.False(budget.TryTake(4));
        Assert.True(budget.TryTake(3));
        Assert.False(budget.TryTake(1));
        Assert.Equal(10, budget.Used);
        budget.GiveBack(7);
        Assert.True(budget.TryTake(7));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void A_budget_of_nothing_is_refused(long limit) => Assert.Throws<ArgumentOutOfRangeException>(() => new ByteBudget(limit));

    [Fact]
    public void A_size_that_could_overflow_is_refused()
    {
        var budget = new ByteBudget(long.MaxValue);
        Assert.True(budget.TryTake(10));
        Assert.False(budget.TryTake(long.MaxValue));
        Assert.Equal(10, budget.Used);
    }

    [Fact]
    public void Those_that_are_refused_do_not_stand_in_the_way_of_those_that_fit()
    {
        var budget = new ByteBudget(100);
        using var done = new CancellationTokenSource();
        var tooBig = new Thread(() =>
        {
            while (!done.IsCancellationRequested)
            {
                Assert.False(budget.TryTake(101));
            }
        });
        tooBig.Start();
        var refused = 0;
        for (var i = 0; i < 500_000; i++)
        {
            if (budget.TryTake(60))
            {
                budget.GiveBack(60);
            }
            else
            {
                refused++;
            }
        }

        done.Cancel();
        tooBig.Join();
        Assert.Equal(0, refused);
        Assert.Equal(0, budget.Used);
    }
}
