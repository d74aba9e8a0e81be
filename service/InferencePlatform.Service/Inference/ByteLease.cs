using InferencePlatform.Grpc.Memory;

namespace InferencePlatform.Service.Inference;

/// <summary>The bytes that one call has taken from the server's budget, all given back together.</summary>
internal sealed class ByteLease(ByteBudget budget)
{
    private long _taken;

    /// <exception cref="InferenceException">They do not fit the budget now.</exception>
    public void Take(long bytes)
    {
        if (!budget.TryTake(bytes))
        {
            throw Full(bytes);
        }

        _taken += bytes;
    }

    /// <summary>Refuses early what would not fit now, and takes nothing.</summary>
    /// <exception cref="InferenceException">The bytes do not fit the budget now.</exception>
    public void EnsureFits(long bytes)
    {
        if (bytes > budget.Limit - budget.Used)
        {
            throw Full(bytes);
        }
    }

    public void GiveBack()
    {
        budget.GiveBack(_taken);
        _taken = 0;
    }

    private InferenceException Full(long bytes) => new(
        InferenceError.ResourceExhausted, $"The message needs {bytes} more bytes of memory, and {budget.Used} of the {budget.Limit} bytes allowed in flight are taken; {(bytes + _taken > budget.Limit ? "send less at once" : "try again later")}.");
}
