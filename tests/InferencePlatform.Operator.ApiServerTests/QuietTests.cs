namespace InferencePlatform.Operator.ApiServerTests;

/// <summary>An operator that has nothing to do does nothing.</summary>
public sealed class QuietTests(ApiServers servers) : OperatorCase(servers)
{
    [Theory, EachApiServer]
    public async Task After_a_restart_nothing_is_written(ApiServerKind kind)
    {
        await using var op = await StartAsync(kind);
        await op.ReadyAsync();
        await op.UntilAsync("RolledOut", "True");

        await op.RestartOperatorAsync();
        var made = (await op.Models.CreateAsync("""
            {"apiVersion":"inferenceplatform.io/v1alpha1","kind":"InferenceModel","metadata":{"name":"other"},"spec":{"model":{"uri":"configmap://digits/model.onnx"},"image":"evil:1"}}
            """)).Succeeded();
        await op.Models.UntilAsync("other", model => model.At("status.conditions") is not null, $"seen after {made.ResourceVersion()}");

        await op.Operator.DisposeAsync();

        // The other model's status and event, which show that this operator has looked at all.
        Assert.InRange(op.Operator.Writes, 1, 2);
    }

    [Theory, EachApiServer]
    [Trait("Tier", "full")]
    public async Task In_a_minute_without_a_change_nothing_is_asked_or_written(ApiServerKind kind)
    {
        await using var op = await StartAsync(kind);
        await op.ReadyAsync();
        await op.UntilAsync("RolledOut", "True");
        await SettledAsync(op);
        var before = op.Operator.Calls;

        await Task.Delay(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);

        // A watch may have ended, which it is asked to after five minutes, and been taken up anew.
        Assert.InRange(op.Operator.Calls - before, 0, 2);
    }

    /// <summary>What was to be asked of the pod, which answers nobody here, has been, and no call has followed for a while.</summary>
    private static async Task SettledAsync(OperatorNamespace op)
    {
        for (var calls = -1; calls != op.Operator.Calls;)
        {
            calls = op.Operator.Calls;
            await Task.Delay(TimeSpan.FromSeconds(3), TestContext.Current.CancellationToken);
        }
    }
}
