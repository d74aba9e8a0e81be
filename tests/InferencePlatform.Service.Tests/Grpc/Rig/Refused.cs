using InferencePlatform.Grpc;

namespace InferencePlatform.Service.Tests.Grpc.Rig;

/// <summary>What a call that must not succeed ends with.</summary>
internal static class Refused
{
    /// <summary>Waits for the refusal: its code, and every word that its message must have.</summary>
    public static async Task<RpcException> AssertAsync(Task call, StatusCode code, params string[] words)
    {
        var refusal = await Assert.ThrowsAsync<RpcException>(() => call);
        Assert.True(code == refusal.StatusCode, $"{code} was expected; {refusal.Status} came.");
        Assert.All(words, word => Assert.True(refusal.Status.Detail.Contains(word, StringComparison.Ordinal), $"'{word}' is not in: {refusal.Status.Detail}"));
        return refusal;
    }
}
