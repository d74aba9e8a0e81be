#!/usr/bin/env bash
# Makes the images with Docker from the Dockerfile, on its base or on the one named.
#
#   build/docker-images.sh [base image]
set -euo pipefail
cd "$(dirname "$0")/.."
DOCKER_HOST=$(build/container-engine.sh)
export DOCKER_HOST
version=$(dotnet msbuild build/InferencePlatform.Images -getProperty:Version)
arguments=(--build-arg "VERSION=$version" --build-arg "REVISION=$(git rev-parse HEAD 2>/dev/null || true)")
[ -z "${1:-}" ] || arguments+=(--build-arg "BASE=$1")
for image in inference-server inference-operator; do
    docker build "${arguments[@]}" --target "$image" --tag "ghcr.io/inferenceplatform/$image:$version" .
done
