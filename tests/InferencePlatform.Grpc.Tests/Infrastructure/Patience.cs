using System.Runtime.CompilerServices;

namespace InferencePlatform.Grpc.Tests.Infrastructure;

/// <summary>Makes a test that waits for what never comes fail, instead of hanging.</summary>
internal static class Patience
{
    private static readonly ConditionalWeakTable<object, CancellationTokenSource> Tests = [];

    /// <summary>The running test's token, which is signalled after a minute too.</summary>
    public static CancellationToken Token
    {
        get
        {
            var context = TestContext.Current;
            return context.Test is { } test ? Tests.GetValue(test, _ => Create(context.CancellationToken)).Token : context.CancellationToken;
        }
    }

    private static CancellationTokenSource Create(CancellationToken test)
    {
        var source = CancellationTokenSource.CreateLinkedTokenSource(test);
        source.CancelAfter(TimeSpan.FromMinutes(1));
        return source;
    }
}
