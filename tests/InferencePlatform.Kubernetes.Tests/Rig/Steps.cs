using Microsoft.Extensions.Time.Testing;

namespace InferencePlatform.Kubernetes.Tests.Rig;

/// <summary>Lets a test's own time pass in small steps, and what waits for it come to rest after each.</summary>
internal static class Steps
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Until a condition holds; the time that passed.</summary>
    public static async Task<TimeSpan> UntilAsync(this FakeTimeProvider time, Func<bool> condition, string what)
    {
        using var end = new CancellationTokenSource(Patience);
        var started = time.GetUtcNow();
        while (!condition())
        {
            Assert.False(end.IsCancellationRequested, $"This never came: {what}.");
            time.Advance(Step);
            await RestAsync();
        }

        return time.GetUtcNow() - started;
    }

    /// <summary>For a while.</summary>
    public static async Task PassAsync(this FakeTimeProvider time, TimeSpan span)
    {
        var end = time.GetUtcNow() + span;
        while (time.GetUtcNow() < end)
        {
            time.Advance(Step);
            await RestAsync();
        }
    }

    /// <summary>Nothing real is waited for, so a few turns of the thread pool are enough.</summary>
    private static async Task RestAsync()
    {
        for (var i = 0; i < 3; i++)
        {
            await Task.Delay(1, TestContext.Current.CancellationToken);
        }
    }
}
