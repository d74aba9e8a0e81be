namespace InferencePlatform.Grpc.Server;

/// <summary>How many calls of one method ended, by status code.</summary>
internal sealed class HandledCalls(string service, string method)
{
    private readonly long[] _byCode = new long[Enum.GetValues<StatusCode>().Length];

    public void Count(StatusCode code)
    {
        // A handler may end a call with any number; what the protocol does not know is Unknown, as clients read it.
        var index = (uint)code < (uint)_byCode.Length ? (int)code : (int)StatusCode.Unknown;
        Interlocked.Increment(ref _byCode[index]);
    }

    /// <summary>The codes that calls ended with, in the protocol's order.</summary>
    public IEnumerable<HandledCallCount> Read()
    {
        for (var code = 0; code < _byCode.Length; code++)
        {
            var count = Volatile.Read(ref _byCode[code]);
            if (count > 0)
            {
                yield return new HandledCallCount(service, method, (StatusCode)code, count);
            }
        }
    }
}
