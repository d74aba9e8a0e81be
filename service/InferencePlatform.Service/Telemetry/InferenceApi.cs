namespace InferencePlatform.Service.Telemetry;

/// <summary>The door that a request came in by.</summary>
internal enum InferenceApi
{
    /// <summary>The Open Inference Protocol over gRPC.</summary>
    Grpc,

    /// <summary>The Open Inference Protocol over HTTP and JSON.</summary>
    Rest,

    /// <summary>The simple API, <c>model.ModelInference</c>.</summary>
    Simple,
}
