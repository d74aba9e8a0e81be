#!/usr/bin/env bash
# Starts the single-machine platform with the sample models, shows them at work, and stays until it is told to stop.
# With a terminal the platform gets it: Ctrl-C then goes to the platform alone, which drains and ends well, and neither
# this script nor make is interrupted.
set -euo pipefail
cd "$(dirname "$0")/.."

# Job control: the platform gets a process group of its own.
set -m
artifacts/platform/inference-platform up --state-dir .run/platform --server-binary artifacts/service/inference-server \
    --apply manifests/samples -- artifacts/demo/demo samples/data &
platform=$!
trap 'kill -TERM "$platform" 2>/dev/null || true' INT TERM HUP

code=0
if [ -t 0 ]; then
    fg %1 >/dev/null || code=$?
else
    # A signal ends the first wait, and the platform after it.
    wait "$platform" || code=$?
    while kill -0 "$platform" 2>/dev/null; do
        code=0
        wait "$platform" || code=$?
    done
fi
exit $code
