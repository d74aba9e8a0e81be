#!/bin/sh
# Says in words what this machine lacks for a build, instead of letting a tool fail on it later.
set -u
cd "$(dirname "$0")/.." || exit 1
missing=0

complain() {
    echo "$1" >&2
    missing=1
}

if [ "$(uname -s)-$(uname -m)" != "Linux-x86_64" ]; then
    complain "This builds and runs on Linux x86-64; this machine is $(uname -s) $(uname -m)."
fi

if ! command -v dotnet >/dev/null 2>&1; then
    complain "dotnet is missing: install the .NET SDK 10 (the package is dotnet-sdk-10.0) and see that dotnet is on the PATH."
elif ! dotnet --version >/dev/null 2>&1; then
    complain "No .NET SDK that global.json allows is installed (it asks for 10.0); here are: $(dotnet --list-sdks | cut -d' ' -f1 | tr '\n' ' ')"
fi

if [ ! -e third_party/onnxruntime/node_modules/.package-lock.json ] && ! command -v npm >/dev/null 2>&1; then
    complain "npm is missing: install it (the package is npm); it brings ONNX Runtime at the first build."
fi

if ! command -v setpriv >/dev/null 2>&1 || ! command -v setsid >/dev/null 2>&1; then
    complain "setpriv or setsid is missing: install util-linux; the single-machine platform starts its pods by them."
fi

exit $missing
