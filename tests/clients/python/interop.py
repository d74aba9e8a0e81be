"""
Interoperability tests of gRPC with Python's implementation.

    interop.py server [--port=N]
    interop.py client --server_port=N --test_case=NAME[,NAME...] [--server_host=HOST]
            [--ca_file=PEM --cert_file=PEM --key_file=PEM]

With a CA's file the client calls by TLS, and shows the certificate where it has one. It prints a line for each case, "NAME: OK" or "NAME: what went wrong", and exits with 1 if one failed.
"""

import argparse
import sys
from pathlib import Path

import grpc


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("role", choices=["server", "client"])
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--server_host", default="127.0.0.1")
    parser.add_argument("--server_port", type=int)
    parser.add_argument("--test_case")
    parser.add_argument("--ca_file")
    parser.add_argument("--cert_file")
    parser.add_argument("--key_file")
    arguments = parser.parse_args()
    if arguments.role == "server":
        from servicer import serve

        serve(arguments.port)
        return 0

    from cases import run

    address = f"{arguments.server_host}:{arguments.server_port}"
    files = [arguments.ca_file, arguments.key_file, arguments.cert_file]
    credentials = grpc.ssl_channel_credentials(*[file and Path(file).read_bytes() for file in files]) if arguments.ca_file else None
    results = [run(name, address, credentials) for name in arguments.test_case.split(",")]
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
