"""
Names the held-out digits by the Open Inference Protocol, all rows in one call.

    infer_digits.py [--target=localhost:50051] [--contents=raw|typed]

Prints how many are right, such as "440 of 450".
"""

import argparse
import array
import csv

import grpc

from generated import PROTOS, generate

messages, services = generate("inference/inference.proto")


def read_rows():
    with open(PROTOS.parent / "samples/data/digits_test.csv", newline="") as file:
        rows = list(csv.reader(file))[1:]
    return [float(cell) for row in rows for cell in row[:-1]], [int(row[-1]) for row in rows]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--target", default="localhost:50051")
    parser.add_argument("--contents", choices=["raw", "typed"], default="raw")
    arguments = parser.parse_args()
    pixels, labels = read_rows()

    request = messages.ModelInferRequest(model_name="digits", id="all")
    image = request.inputs.add(name="image", datatype="FP32", shape=[len(labels), 64])
    request.outputs.add(name="label")
    if arguments.contents == "raw":
        request.raw_input_contents.append(array.array("f", pixels).tobytes())
    else:
        image.contents.fp32_contents.extend(pixels)

    with grpc.insecure_channel(arguments.target) as channel:
        response = services.GRPCInferenceServiceStub(channel).ModelInfer(request, timeout=30)
    if arguments.contents == "raw":
        answers = array.array("q", response.raw_output_contents[0])
    else:
        answers = response.outputs[0].contents.int64_contents
    right = sum(answer == label for answer, label in zip(answers, labels, strict=True))
    print(f"{right} of {len(labels)}")


if __name__ == "__main__":
    main()
