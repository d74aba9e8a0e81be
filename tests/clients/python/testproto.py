"""Messages, stubs and base classes of test.proto, generated anew each time: nothing generated is kept."""

import importlib
import pathlib
import sys
import tempfile

from grpc_tools import protoc

FOLDER = pathlib.Path(__file__).resolve().parents[3] / "protos/grpc/testing"

with tempfile.TemporaryDirectory() as generated:
    arguments = ["protoc", f"-I{FOLDER}", f"--python_out={generated}", f"--grpc_python_out={generated}", "test.proto"]
    if protoc.main(arguments) != 0:
        sys.exit("protoc failed")
    sys.path.insert(0, generated)
    messages = importlib.import_module("test_pb2")
    services = importlib.import_module("test_pb2_grpc")
    sys.path.remove(generated)


def zeros(size):
    return messages.Payload(body=bytes(size))
