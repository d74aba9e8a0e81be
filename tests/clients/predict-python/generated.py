"""Messages and stubs of a .proto file, generated anew each time: nothing generated is kept."""

import importlib
import pathlib
import sys
import tempfile

from grpc_tools import protoc

PROTOS = pathlib.Path(__file__).resolve().parents[3] / "protos"


def generate(file):
    """The modules of messages and of services of a file below protos/."""
    module = file.removesuffix(".proto").replace("/", ".")
    with tempfile.TemporaryDirectory() as folder:
        arguments = ["protoc", f"-I{PROTOS}", f"--python_out={folder}", f"--grpc_python_out={folder}", file]
        if protoc.main(arguments) != 0:
            sys.exit("protoc failed")
        sys.path.insert(0, folder)
        try:
            return importlib.import_module(module + "_pb2"), importlib.import_module(module + "_pb2_grpc")
        finally:
            sys.path.remove(folder)
