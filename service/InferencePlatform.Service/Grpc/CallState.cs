using InferencePlatform.Grpc.Server;
using InferencePlatform.Service.Inference;
using InferencePlatform.Service.Scheduling;

namespace InferencePlatform.Service.Grpc;

/// <summary>What an inference call needs and the next on the same stream uses again.</summary>
internal sealed class CallState
{
    private CallState(ServerCall call, InferenceServices services)
    {
        Request = new InferenceRequest(services.Buffers, new ByteLease(services.Budget));
        Reader = new InferRequestReader(Request);
        Lifetime = new GrpcCallLifetime(call);
    }

    public InferenceRequest Request { get; }

    public InferRequestReader Reader { get; }

    public ICallLifetime Lifetime { get; }

    /// <summary>The call's state, made at its stream's first call.</summary>
    public static CallState Of(ServerCall call, InferenceServices services)
    {
        if (call.Scratch is CallState state)
        {
            return state;
        }

        state = new CallState(call, services);
        call.Scratch = state;
        return state;
    }
}
