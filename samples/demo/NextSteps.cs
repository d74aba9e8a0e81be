namespace InferencePlatform.Demo;

/// <summary>Where the server is, and how to call it from elsewhere.</summary>
internal static class NextSteps
{
    public static string Describe(int grpcPort, int httpPort, int managementPort) => $$"""

        The server is up:
          gRPC        localhost:{{grpcPort}}
          REST        http://localhost:{{httpPort}}/v2
          metrics     http://localhost:{{managementPort}}/metrics
          readiness   http://localhost:{{managementPort}}/readyz

        Call it from this folder, in another terminal.

        Python (pip install grpcio grpcio-tools, or apt install python3-grpcio python3-grpc-tools):

        python3 -m grpc_tools.protoc -I protos/model --python_out=.run --grpc_python_out=.run model.proto
        PYTHONPATH=.run python3 -c '
        import grpc, model_pb2, model_pb2_grpc
        stub = model_pb2_grpc.ModelInferenceStub(grpc.insecure_channel("localhost:{{grpcPort}}"))
        answer = stub.Predict(model_pb2.PredictRequest(model_id="example_model", inputs=[1, 2, 3]))
        print(answer.outputs)'

        grpcurl (the server tells it what there is, by reflection):

        grpcurl -plaintext -d '{"model_id": "example_model", "inputs": [1, 2, 3]}' localhost:{{grpcPort}} model.ModelInference/Predict

        curl:

        curl -s http://localhost:{{httpPort}}/v2/models/iris/infer -H 'Content-Type: application/json' -d '{"inputs": [{"name": "features", "datatype": "FP32", "shape": [1, 4], "data": [5.1, 3.5, 1.4, 0.2]}]}'

        Ctrl-C stops the server.

        """;
}
