using InferencePlatform.Grpc.Server;
using InferencePlatform.Service.Scheduling;

namespace InferencePlatform.Service.Grpc;

/// <summary>A gRPC call's deadline and its client's presence.</summary>
internal sealed class GrpcCallLifetime(ServerCall call) : ICallLifetime
{
    public CancellationToken Token => call.CancellationToken;

    public bool DeadlinePassed => call.DeadlinePassed;

    public bool IsOver => call.IsOver;
}
