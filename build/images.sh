#!/usr/bin/env bash
# Makes the images of the server and of the operator on a base of Debian packages, as archives that docker load, Podman
# and containerd read, with a bill of materials beside each. No container engine, no registry, no root.
#
#   build/images.sh [folder] [amd64|arm64] [e2e]     into artifacts/images, for amd64, where nothing else is said; e2e
#                                                    makes the image of the end-to-end tests' client too
#
# The same sources, packages and SOURCE_DATE_EPOCH (by default the time of the last commit) make the same bytes.
set -euo pipefail
cd "$(dirname "$0")/.."
root=$PWD
mkdir -p "${1:-artifacts/images}"
output=$(cd "${1:-artifacts/images}" && pwd)
architecture=${2:-amd64}
case $architecture in
    amd64) runtime=linux-x64 ;;
    arm64) runtime=linux-arm64 ;;
    *) echo "images: '$architecture' is neither amd64 nor arm64" >&2; exit 2 ;;
esac

created=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct 2>/dev/null || echo 0)}
revision=()
if [ -z "$(git status --porcelain 2>/dev/null)" ] && commit=$(git rev-parse HEAD 2>/dev/null); then
    revision=(--revision "$commit")
fi

build/image-base.sh "$architecture"
dotnet build build/InferencePlatform.Images --configuration Release --nologo --verbosity quiet
version=$(dotnet msbuild build/InferencePlatform.Images -getProperty:Version)

native=()
onnxruntime=third_party/onnxruntime
if [ "$architecture" = arm64 ]; then
    onnxruntime=third_party/onnxruntime-arm64
    [ -d $onnxruntime/node_modules/onnxruntime-node ] || npm ci --prefix $onnxruntime --ignore-scripts --no-audit --no-fund --silent
    # The lock files in the repository are those of linux-x64.
    native=(-p:RuntimeIdentifiers=$runtime -p:NuGetLockFilePath=obj/packages.$architecture.lock.json
        -p:OnnxRuntimeNative="$root/$onnxruntime/node_modules/onnxruntime-node/bin/napi-v6/linux/arm64/libonnxruntime.so.1")
fi

# image <name> <project> [option of the image builder]...
image() {
    local name=$1 project=$2 published=$output/.publish-$architecture/$1
    shift 2
    rm -rf "$published"
    # Mapped, so that neither the checkout's nor the output's place is in the programs. Without symbols, which the images
    # do not carry: they hold the generators' sources, one generator orders its classes anew in each build, and the
    # program's identifier is a hash over the symbols too.
    dotnet publish "$project" --configuration Release --runtime $runtime --self-contained --nologo --verbosity quiet \
        --artifacts-path "$output/.build-$architecture" --output "$published" "${native[@]}" \
        "-p:PathMap=$output=/build%2c$root=/source" -p:DebugType=none
    build/InferencePlatform.Images/bin/Release/net10.0/image-builder \
        --repository "ghcr.io/inferenceplatform/$name" --image-version "$version" \
        --description "$(dotnet msbuild "$project" -getProperty:Description)" \
        --created "$created" "${revision[@]}" --architecture "$architecture" \
        --program "$published" --base ".tools/image-base-$architecture" --output "$output" \
        --lock-file "$project/packages.lock.json" "$@"
}

image inference-server service/InferencePlatform.Service --lock-file $onnxruntime/package-lock.json \
    --port 50051 --port 8080 --port 9090
image inference-operator operator/InferencePlatform.Operator --port 8081
if [ "${3:-}" = e2e ]; then
    image e2e-client tests/e2e/Client
fi
