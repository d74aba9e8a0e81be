# The images for users who reach registries: make images, or
#
#   docker build --target inference-server --tag inference-server .
#   docker build --target inference-operator --tag inference-operator .
#
# BASE is any image with glibc, OpenSSL and CA certificates; by default Microsoft's, which has no shell and no package
# manager. make images BASE=debian makes the same without this file, a registry or a container engine.
ARG SDK=mcr.microsoft.com/dotnet/sdk:10.0
ARG NODE=docker.io/library/node:22-bookworm-slim
ARG BASE=mcr.microsoft.com/dotnet/runtime-deps:10.0-noble-chiseled

# ONNX Runtime comes from npm: docs/decisions/0001-onnxruntime-from-npm.md.
FROM ${NODE} AS onnxruntime
COPY third_party/onnxruntime/package.json third_party/onnxruntime/package-lock.json /source/
RUN npm ci --prefix /source --silent --ignore-scripts

FROM ${SDK} AS build
ENV DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
WORKDIR /source
COPY global.json Directory.Build.props Directory.Packages.props .editorconfig ./
COPY third_party third_party
COPY protos protos
COPY operator operator
COPY service service
COPY --from=onnxruntime /source/node_modules third_party/onnxruntime/node_modules
RUN dotnet publish service/InferencePlatform.Service --configuration Release --runtime linux-x64 --self-contained \
        --output /published/inference-server -p:PathMap=/source=/source \
    && dotnet publish operator/InferencePlatform.Operator --configuration Release --runtime linux-x64 --self-contained \
        --output /published/inference-operator -p:PathMap=/source=/source \
    && find /published -name '*.pdb' -delete -o -name '*.xml' -delete

FROM ${BASE} AS base
ARG VERSION=0.1.0
ARG REVISION=
WORKDIR /app
ENV DOTNET_RUNNING_IN_CONTAINER=true
USER 65532:65532
LABEL org.opencontainers.image.version=${VERSION} \
      org.opencontainers.image.revision=${REVISION} \
      org.opencontainers.image.licenses=Apache-2.0 \
      org.opencontainers.image.source=https://github.com/inferenceplatform/inferenceplatform

FROM base AS inference-operator
LABEL org.opencontainers.image.title=inference-operator \
      org.opencontainers.image.description="Reconciles InferenceModel resources into served models."
COPY --from=build /published/inference-operator /app/
EXPOSE 8081
ENTRYPOINT ["/app/inference-operator"]

FROM base AS inference-server
LABEL org.opencontainers.image.title=inference-server \
      org.opencontainers.image.description="Serves ONNX models over gRPC and REST."
COPY --from=build /published/inference-server /app/
EXPOSE 50051 8080 9090
ENTRYPOINT ["/app/inference-server"]
