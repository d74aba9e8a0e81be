#!/usr/bin/env bash
# Starts the published server on the sample models, shows it at work, and stays until it is told to stop.
# With a terminal the server gets it: Ctrl-C then goes to the server alone, which drains and ends well, and neither
# this script nor make is interrupted.
set -euo pipefail
cd "$(dirname "$0")/.."

grpc_port=${INFERENCE_GRPC_PORT:-50051}
http_port=${INFERENCE_HTTP_PORT:-8080}
management_port=${INFERENCE_MANAGEMENT_PORT:-9090}
log=.run/server.log
mkdir -p .run

# Job control: the server gets a process group of its own.
set -m
artifacts/service/inference-server --repository samples/models --drain-delay 0s \
    --grpc-port "$grpc_port" --http-port "$http_port" --management-port "$management_port" >"$log" 2>&1 &
server=$!

stop() {
    kill -TERM "$server" 2>/dev/null || true
    wait "$server" 2>/dev/null || true
}
trap stop EXIT
trap 'exit 0' INT TERM HUP

for ((tries = 0; tries < 600; tries++)); do
    if grep -q ServerReady "$log"; then
        break
    elif ! kill -0 "$server" 2>/dev/null || grep -q ServerNotReady "$log"; then
        echo "The server did not start; its log says:" >&2
        cat "$log" >&2
        exit 1
    fi
    sleep 0.05
done

artifacts/demo/demo samples/data "$grpc_port" "$http_port" "$management_port"
echo "Its log is in $log."

code=0
if [ -t 0 ]; then
    fg %1 >/dev/null || code=$?
else
    wait "$server" || code=$?
fi
trap - EXIT
echo "The server has stopped."
exit $code
