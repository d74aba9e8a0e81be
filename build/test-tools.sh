#!/usr/bin/env bash
# Makes other languages' gRPC clients and servers, an S3-compatible store, and the stand-in for `helm template` ready for
# the tests; what is ready is left alone.
#
#   build/test-tools.sh node | python | cpp | go | s3 | helm-template ...
#
# node and s3 need npm and its registry, the others Debian's packages, cpp also g++. Nothing is installed system-wide.
set -euo pipefail

root=$(cd "$(dirname "$0")/.." && pwd)
tools=$root/.tools
mkdir -p "$tools"

need() {
    command -v "$1" >/dev/null || { echo "test-tools: $1 is missing" >&2; exit 1; }
}

# once <folder> <inputs> <command>...: fills a folder, one process at a time, where its inputs have changed since.
once() {
    local folder=$1 inputs=$2
    shift 2
    exec 8>"$tools/.$(basename "$folder").lock"
    flock 8
    if [ "$(cat "$folder/.stamp" 2>/dev/null)" != "$inputs" ]; then
        "$@"
        echo "$inputs" >"$folder/.stamp"
    fi
    exec 8>&-
}

install_node() {
    npm ci --prefix "$root/tests/clients/node" --no-audit --no-fund --silent
}

install_s3() {
    npm ci --prefix "$root/tests/clients/s3" --ignore-scripts --no-audit --no-fund --silent
}

build_cpp() {
    local prefix=$tools/interop-cpp output=$tools/interop-cpp-program source=$root/tests/clients/cpp
    local libraries=$prefix/usr/lib/x86_64-linux-gnu
    rm -rf "$output"
    mkdir -p "$output"
    "$prefix/run" protoc -I"$root/protos/grpc/testing" --cpp_out="$output" --grpc_out="$output" \
        --plugin=protoc-gen-grpc="$prefix/usr/bin/grpc_cpp_plugin" test.proto
    printf '%s\n' "$source"/*.cpp "$output"/*.cc | xargs -P "$(nproc)" -I{} sh -c '
        g++ -std=c++17 -O0 -Wall -I"$1" -I"$2" -isystem "$3" -c "$4" -o "$1/$(basename "$4").o"
    ' - "$output" "$source" "$prefix/usr/include" {}
    g++ "$output"/*.o -o "$output/interop" -L"$libraries" -Wl,-rpath,"$libraries" -Wl,-rpath-link,"$libraries" -Wl,--copy-dt-needed-entries \
        -lgrpc++ -lgrpc -lgpr -lprotobuf -pthread
}

# go_build <unpacked packages> <GOPATH of one's own> <program> <source>...: Debian keeps Go's libraries in a GOPATH.
go_build() {
    local prefix=$1 path=$2 program=$3
    shift 3
    GO111MODULE=off GOFLAGS= CGO_ENABLED=0 GOPATH="$path:$prefix/usr/share/gocode" GOCACHE="$path/cache" \
        "$prefix/run" go build -o "$program" "$@"
    rm -rf "$path/cache"
}

build_go() {
    local prefix=$tools/interop-go output=$tools/interop-go-program
    rm -rf "$output"
    mkdir -p "$output/src"
    "$prefix/run" protoc -I"$root/protos" --go_out=plugins=grpc:"$output/src" model/model.proto
    go_build "$prefix" "$output" "$output/predict" "$root/tests/clients/predict-go/main.go"
}

build_helm_template() {
    local output=$tools/helm-template
    rm -rf "$output"
    mkdir -p "$output"
    go_build "$tools/helm-template-go" "$output" "$output/helm-template" "$root"/build/helm-template/*.go
}

for language in "$@"; do
    case $language in
        node)
            need npm
            once "$root/tests/clients/node/node_modules" "$(sha256sum <"$root/tests/clients/node/package-lock.json")" install_node
            ;;
        python)
            "$root/build/debian-tools.sh" interop-python python3-grpcio python3-grpc-tools python3-pkg-resources
            ;;
        cpp)
            need g++
            "$root/build/debian-tools.sh" interop-cpp libgrpc++-dev libprotobuf-dev protobuf-compiler protobuf-compiler-grpc
            once "$tools/interop-cpp-program" "$(cat "$root"/tests/clients/cpp/* "$root/protos/grpc/testing/test.proto" | sha256sum)" build_cpp
            ;;
        go)
            "$root/build/debian-tools.sh" interop-go golang-go golang-google-grpc-dev golang-goprotobuf-dev protobuf-compiler
            once "$tools/interop-go-program" "$(cat "$root"/tests/clients/predict-go/* "$root/protos/model/model.proto" | sha256sum)" build_go
            ;;
        s3)
            need npm
            need node
            once "$root/tests/clients/s3/node_modules" "$(sha256sum <"$root/tests/clients/s3/package-lock.json")" install_s3
            ;;
        helm-template)
            "$root/build/debian-tools.sh" helm-template-go golang-go golang-github-masterminds-sprig-dev \
                golang-github-xeipuuv-gojsonschema-dev golang-k8s-sigs-yaml-dev
            once "$tools/helm-template" "$(cat "$root"/build/helm-template/*.go | sha256sum)" build_helm_template
            ;;
        *)
            echo "test-tools: '$language' is none of node, python, cpp, go, s3, helm-template" >&2
            exit 2
            ;;
    esac
done
