"""What a team writes first: a Python gRPC server. It doubles its input with numpy; there is no model runtime in it.

    .tools/bench-python/run python3 bench/peers/python/server.py --port 50063

make -C bench python-peer brings its packages and generates its message classes.
"""
import argparse
import concurrent.futures
import pathlib
import signal
import sys

GENERATED = pathlib.Path(__file__).resolve().parents[3] / "artifacts/bench/python"
sys.path.insert(0, str(GENERATED))

import grpc  # noqa: E402
import numpy  # noqa: E402

from inference import inference_pb2, inference_pb2_grpc  # noqa: E402
from model import model_pb2, model_pb2_grpc  # noqa: E402


class Inference(inference_pb2_grpc.GRPCInferenceServiceServicer):
    def __init__(self, model_name):
        self.model_name = model_name

    def ModelInfer(self, request, context):
        if request.model_name != self.model_name:
            context.abort(grpc.StatusCode.NOT_FOUND, f"model '{request.model_name}' is not served here")
        if len(request.inputs) != 1 or len(request.raw_input_contents) != 1:
            context.abort(grpc.StatusCode.INVALID_ARGUMENT, "one input with raw contents is wanted")
        tensor = request.inputs[0]
        if tensor.datatype != "FP32" or tensor.shape[0] * 4 != len(request.raw_input_contents[0]):
            context.abort(grpc.StatusCode.INVALID_ARGUMENT, "one FP32 vector whose bytes fit its shape is wanted")
        values = numpy.frombuffer(request.raw_input_contents[0], dtype=numpy.float32)
        response = inference_pb2.ModelInferResponse(model_name=request.model_name, model_version="1", id=request.id)
        output = response.outputs.add()
        output.name = "outputs"
        output.datatype = "FP32"
        output.shape.append(values.size)
        response.raw_output_contents.append((values * numpy.float32(2)).tobytes())
        return response


class Simple(model_pb2_grpc.ModelInferenceServicer):
    def __init__(self, model_name):
        self.model_name = model_name

    def Predict(self, request, context):
        if request.model_id != self.model_name:
            context.abort(grpc.StatusCode.NOT_FOUND, f"model '{request.model_id}' is not served here")
        values = numpy.array(request.inputs, dtype=numpy.float32)
        return model_pb2.PredictResponse(outputs=(values * numpy.float32(2)).astype(numpy.float64))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, default=50063)
    parser.add_argument("--model-name", default="example_model_fp32")
    parser.add_argument("--workers", type=int, default=4)
    arguments = parser.parse_args()

    unlimited = [("grpc.max_receive_message_length", -1), ("grpc.max_send_message_length", -1), ("grpc.so_reuseport", 0)]
    server = grpc.server(concurrent.futures.ThreadPoolExecutor(max_workers=arguments.workers), options=unlimited)
    inference_pb2_grpc.add_GRPCInferenceServiceServicer_to_server(Inference(arguments.model_name), server)
    model_pb2_grpc.add_ModelInferenceServicer_to_server(Simple(arguments.model_name), server)
    if server.add_insecure_port(f"127.0.0.1:{arguments.port}") == 0:
        sys.exit(f"port {arguments.port} cannot be served on")
    server.start()
    print(f"ready on 127.0.0.1:{arguments.port}", flush=True)
    signal.sigwait({signal.SIGINT, signal.SIGTERM})


if __name__ == "__main__":
    main()
