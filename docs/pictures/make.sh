#!/usr/bin/env bash
# Takes the pictures of docs/monitoring.md: Prometheus's own pages in Chromium, after two minutes of calls to the sample
# models. It is run by the platform, which says where they are:
#
#   artifacts/platform/inference-platform up --state-dir .run/pictures --server-binary artifacts/service/inference-server \
#       --apply manifests/samples -- docs/pictures/make.sh
#
# Prometheus and Chromium are Debian's, unpacked into .tools.
set -euo pipefail
cd "$(dirname "$0")/../.."

if [ $# -eq 0 ]; then
    echo "make.sh: it takes NAME=ADDRESS of each model; let inference-platform run it, as its first lines say" >&2
    exit 2
fi
build/debian-tools.sh prometheus prometheus
build/debian-tools.sh chromium chromium fonts-dejavu-core
seconds=${PICTURE_SECONDS:-120}
work=$(mktemp -d)
trap 'kill $(jobs -p) 2>/dev/null || true; rm -rf "$work"' EXIT

# The platform may not be the machine's first, which has 127.96.
network=$(printf '%s\n' "$@" | sed -n 's/.*=127\.\([0-9]*\)\..*/\1/p' | sort -n | tail -1)
cp manifests/monitoring/*.rules.yaml "$work"
sed "s/127\.96\./127.$network./" manifests/monitoring/prometheus-local.yaml >"$work/prometheus.yaml"
.tools/prometheus/run prometheus --config.file="$work/prometheus.yaml" --storage.tsdb.path="$work/data" --web.listen-address=127.0.0.1:0 \
    --web.local-assets="$PWD/.tools/prometheus/usr/share/prometheus/web" 2>"$work/log" &
(while artifacts/demo/demo samples/data "$@" >"$work/demo.log"; do :; done) &
sleep "$seconds"
address=$(sed -n 's/.*msg="Listening on" address=//p' "$work/log")

# graph NAME QUERY
graph() {
    local query
    query=$(printf %s "$2" | od -An -v -tx1 | tr -d ' \n' | sed 's/../%&/g')
    (
        . .tools/chromium/env.sh
        export LD_LIBRARY_PATH=$LD_LIBRARY_PATH:$(echo "$DEBIAN_TOOLS_PREFIX"/usr/lib/*-linux-gnu/pulseaudio)
        export FONTCONFIG_PATH=$DEBIAN_TOOLS_PREFIX/etc/fonts
        "$DEBIAN_TOOLS_PREFIX/usr/lib/chromium/chromium" --headless --no-sandbox --disable-gpu --hide-scrollbars --user-data-dir="$work/chromium" \
            --window-size=1100,860 --virtual-time-budget=10000 --screenshot="docs/pictures/$1.png" \
            "http://$address/graph?g0.expr=$query&g0.tab=0&g0.range_input=${seconds}s" 2>"$work/chromium.log"
    )
}

graph requests 'sum by (namespace, inferencemodel, code) (rate(inference_requests_total{namespace=~".*"}[30s]))'
graph latency 'histogram_quantile(0.99, sum by (namespace, inferencemodel, le) (rate(inference_request_duration_seconds_bucket{namespace=~".*"}[30s])))'
echo "The pictures are in docs/pictures."
