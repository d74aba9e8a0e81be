#!/usr/bin/env bash
# Runs the cases of API servers, of the operator and of the chart on them; fails where there is no real Kubernetes to run them on too.
set -euo pipefail
cd "$(dirname "$0")/.."
assets=${KUBEBUILDER_ASSETS:-/usr/local/kubebuilder/bin}
for program in etcd kube-apiserver; do
    [ -x "$assets/$program" ] || { echo "There is no $program in $assets. Point KUBEBUILDER_ASSETS at a folder that has etcd and kube-apiserver." >&2; exit 1; }
done
status=0
for project in InferencePlatform.ApiServer.Tests InferencePlatform.Operator.ApiServerTests InferencePlatform.Chart.Tests; do
    dotnet test "tests/$project" --configuration Release --nologo || status=1
done
exit $status
