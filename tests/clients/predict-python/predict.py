"""
Calls the simple API with nothing but model.proto and Python's own tools.

    predict.py [--target=localhost:50051] [--model=example_model] [NUMBER...]

Prints the outputs, such as [2 4 6] for 1 2 3.
"""

import argparse

import grpc

from generated import generate

messages, services = generate("model/model.proto")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--target", default="localhost:50051")
    parser.add_argument("--model", default="example_model")
    parser.add_argument("inputs", type=float, nargs="*")
    arguments = parser.parse_args()
    with grpc.insecure_channel(arguments.target) as channel:
        stub = services.ModelInferenceStub(channel)
        request = messages.PredictRequest(model_id=arguments.model, inputs=arguments.inputs or [1, 2, 3])
        response = stub.Predict(request, timeout=30)
    print("[" + " ".join(f"{output:g}" for output in response.outputs) + "]")


if __name__ == "__main__":
    main()
