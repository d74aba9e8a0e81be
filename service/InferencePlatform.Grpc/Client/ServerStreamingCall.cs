using System.Runtime.CompilerServices;

namespace InferencePlatform.Grpc.Client;

/// <summary>A call with a stream of responses.</summary>
/// <typeparam name="TResponse">The response's type.</typeparam>
public class ServerStreamingCall<TResponse> : StreamingCall
{
    private readonly MessageCodec<TResponse> _codec;

    internal ServerStreamingCall(ClientCall call, MessageCodec<TResponse> codec)
        : base(call) => _codec = codec;

    /// <summary>Whether the response read last came compressed; false before the first.</summary>
    public bool LastMessageWasCompressed => Call.LastMessageWasCompressed;

    /// <summary>
    /// The responses, by one reader at a time; reading may be left and taken up again by another enumeration.
    /// </summary>
    /// <param name="cancellationToken">Ends the whole call when signalled.</param>
    /// <exception cref="RpcException">The call did not end OK.</exception>
    /// <exception cref="OperationCanceledException">This token, or the call's own, ended it.</exception>
    public async IAsyncEnumerable<TResponse> ReadAllAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var registration = cancellationToken.UnsafeRegister(static call => ((ClientCall)call!).Cancel(), Call);
        await Opening;
        while (true)
        {
            TResponse message;
            try
            {
                using var buffer = await Call.ReadAsync();
                if (buffer is null)
                {
                    yield break;
                }

                message = Call.Parse(_codec, buffer);
            }
            catch (RpcException e) when (e.StatusCode == StatusCode.Cancelled && cancellationToken.IsCancellationRequested)
            {
                throw new OperationCanceledException("The reader gave the call up.", e, cancellationToken);
            }

            yield return message;
        }
    }
}
