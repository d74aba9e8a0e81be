namespace InferencePlatform.Kubernetes.Tests.Rig;

/// <summary>Waits for what happens in the background and cannot be awaited.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static async Task TrueAsync(Func<bool> condition, string what)
    {
        using var end = new CancellationTokenSource(Patience);
        while (!condition())
        {
            Assert.False(end.IsCancellationRequested, $"This never came: {what}.");
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }
    }
}
