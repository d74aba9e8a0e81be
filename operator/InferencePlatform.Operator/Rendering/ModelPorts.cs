using InferencePlatform.Operator.Api.V1Alpha1;

namespace InferencePlatform.Operator.Rendering;

/// <summary>The ports of a model, with defaults filled in.</summary>
internal readonly record struct ModelPorts(int Grpc, int Http)
{
    public static ModelPorts Of(InferenceModelSpec spec) =>
        new(spec.Serving?.Ports?.Grpc ?? PortsSpec.DefaultGrpc, spec.Serving?.Ports?.Http ?? PortsSpec.DefaultHttp);
}
