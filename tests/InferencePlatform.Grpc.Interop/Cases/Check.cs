namespace InferencePlatform.Grpc.Interop.Cases;

/// <summary>What a test case asserts.</summary>
internal static class Check
{
    /// <exception cref="InteropFailureException">They differ.</exception>
    public static void Equal<T>(T expected, T actual, string what)
    {
        if (!EqualityComparer<T>.Default.Equals(expected, actual))
        {
            throw new InteropFailureException($"{what} is '{actual}' and should be '{expected}'.");
        }
    }

    /// <exception cref="InteropFailureException">The call ends otherwise.</exception>
    public static async Task<Status> FailsAsync(StatusCode expected, Func<Task> call)
    {
        try
        {
            await call();
        }
        catch (RpcException e)
        {
            Equal(expected, e.StatusCode, $"The status ({e.Status.Detail})");
            return e.Status;
        }

        throw new InteropFailureException($"The call ended OK and should have ended with {expected}.");
    }
}
