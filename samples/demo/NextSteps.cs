namespace InferencePlatform.Demo;

/// <summary>Where the models are, and how to call them from elsewhere.</summary>
internal static class NextSteps
{
    public static string Describe(Addresses addresses) => $$"""

        {{WhatIsUp(addresses)}}

        Call it from this folder, in another terminal.

        Python (pip install grpcio grpcio-tools, or apt install python3-grpcio python3-grpc-tools):

        python3 -m grpc_tools.protoc -I protos/model --python_out=.run --grpc_python_out=.run model.proto
        PYTHONPATH=.run python3 -c '
        import grpc, model_pb2, model_pb2_grpc
        stub = model_pb2_grpc.ModelInferenceStub(grpc.insecure_channel("{{addresses.Grpc["example-model"]}}"))
        answer = stub.Predict(model_pb2.PredictRequest(model_id="example_model", inputs=[1, 2, 3]))
        print(answer.outputs)'

        grpcurl (the server tells it what there is, by reflection):

        grpcurl -plaintext -d '{"model_id": "example_model", "inputs": [1, 2, 3]}' {{addresses.Grpc["example-model"]}} model.ModelInference/Predict

        curl:

        curl -s {{addresses.Rest("example-model")}}/v2/models/example_model/infer -H 'Content-Type: application/json' -d '{"inputs": [{"name": "inputs", "datatype": "FP64", "shape": [3], "data": [1, 2, 3]}]}'

        Ctrl-C stops {{(addresses.Server is null ? "the platform" : "the server")}}.

        """;

    private static string WhatIsUp(Addresses addresses) => addresses.Server is { } server
        ? $"""
        The server is up:
          gRPC        localhost:{server.Grpc}
          REST        http://localhost:{server.Http}/v2
          metrics     http://localhost:{server.Management}/metrics
          readiness   http://localhost:{server.Management}/readyz
        """
        : "The models are up:\n" + string.Join('\n', addresses.Grpc.Select(a => $"  {a.Key,-16}gRPC {a.Value,-19} REST {addresses.Rest(a.Key)}/v2"))
            + $"\n\nexport KUBECONFIG={Environment.GetEnvironmentVariable("KUBECONFIG")}\nkubectl get imodel";
}
