#!/bin/bash
# Writes what is made from other things: the CustomResourceDefinition from its C# types, the samples from the models in
# samples/models, the chart's copies of these and of what monitors, the table of its values, and manifests/install.yaml,
# which is the chart rendered.
set -euo pipefail
cd "$(dirname "$0")/.."

dotnet run --project operator/InferencePlatform.Operator --configuration Release -- crd > manifests/crds/inferencemodels.inferenceplatform.io.yaml.new
mv manifests/crds/inferencemodels.inferenceplatform.io.yaml.new manifests/crds/inferencemodels.inferenceplatform.io.yaml

# sample RESOURCE MODEL VERSION ABOUT [LINES OF SPEC]
sample() {
    local resource=$1 model=$2 version=$3 about=$4 more=${5:-} file=samples/models/$2/$3/model.onnx
    cat > "manifests/samples/$model.yaml" <<YAML
# $about
# Made by \`make manifests\`: the ConfigMap holds $file.
apiVersion: v1
kind: ConfigMap
metadata:
  name: $resource-onnx
binaryData:
  $model.onnx: |
$(base64 --wrap=120 "$file" | sed 's/^/    /')
---
apiVersion: inferenceplatform.io/v1alpha1
kind: InferenceModel
metadata:
  name: $resource
spec:
  model:
    uri: configmap://$resource-onnx/$model.onnx
    sha256: $(sha256sum "$file" | cut -d' ' -f1)
    version: $version
$more
YAML
    sed -i -e :a -e '/^\n*$/{$d;N;ba' -e '}' "manifests/samples/$model.yaml"
}

sample digits digits 1 "Handwritten digits, 8 by 8 pixels, to the ten probabilities."
sample iris iris 2 "Irises by four lengths, to the class and its probabilities."
sample example-model example_model 1 "The simple API's example. On one machine it is at 127.0.0.1:50051." \
"    name: example_model
  serviceAnnotations:
    # Only the single-machine platform knows this; elsewhere it says nothing.
    local.inferenceplatform.io/address: 127.0.0.1"

chart=charts/inference-platform
cp manifests/crds/*.yaml $chart/files/crds/
cp samples/models/example_model/1/model.onnx $chart/files/test/
rm -rf $chart/files/monitoring
if [ -d manifests/monitoring ]; then
    cp -r manifests/monitoring $chart/files/monitoring
fi
build/test-tools.sh helm-template
UPDATE_GOLDEN=1 dotnet test tests/InferencePlatform.Chart.Tests --configuration Release --nologo --verbosity quiet \
    --filter FullyQualifiedName~GeneratedTests
