#!/usr/bin/env bash
# Runs the API-server cases, and fails where there is no real Kubernetes to run them on too.
set -euo pipefail
cd "$(dirname "$0")/.."
assets=${KUBEBUILDER_ASSETS:-/usr/local/kubebuilder/bin}
for program in etcd kube-apiserver; do
    [ -x "$assets/$program" ] || { echo "There is no $program in $assets. Point KUBEBUILDER_ASSETS at a folder that has etcd and kube-apiserver." >&2; exit 1; }
done
exec dotnet test tests/InferencePlatform.ApiServer.Tests --configuration Release --nologo
