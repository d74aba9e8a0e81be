#!/usr/bin/env bash
# Prints the DOCKER_HOST of a container engine: the machine's own Docker where that answers; otherwise, for root, one of
# this checkout's own: Debian's docker.io, unpacked into .tools/docker and started with its own data and socket, and with
# no network but the host's. Where neither can be had it says why in one sentence and fails.
#
#   build/container-engine.sh          docker is on the path, or .tools/docker/run docker
#   build/container-engine.sh stop     ends the checkout's own engine; the machine's is left alone
set -euo pipefail
cd "$(dirname "$0")/.."

# Sockets have short names only, so not in .tools.
runtime=/run/inference-engine-$(pwd | sha256sum | cut -c1-12)
data=$PWD/.tools/engine
socket=unix://$runtime/docker.sock

fail() { echo "container-engine: $1" >&2; exit 1; }
ours() { local pid; pid=$(cat "$runtime/pid" 2>/dev/null) && grep -qa -- "$runtime/docker.sock" "/proc/$pid/cmdline" 2>/dev/null && echo "$pid"; }
client() { if command -v docker >/dev/null; then docker "$@"; else .tools/docker/run docker "$@"; fi; }
answers() { DOCKER_HOST=$1 timeout 10 docker version >/dev/null 2>&1; }

stop() {
    local pid
    if pid=$(ours); then
        kill "$pid"
        for ((tries = 0; tries < 150; tries++)); do
            kill -0 "$pid" 2>/dev/null || break
            sleep 0.1
        done
        if kill -0 "$pid" 2>/dev/null; then kill -9 "$pid"; fi
    fi
    awk -v data="$data/" -v run="$runtime/" 'index($2, data) == 1 || index($2, run) == 1 { print $2 }' /proc/mounts | sort -r |
        while read -r mount; do umount -l "$mount" 2>/dev/null || true; done
    rm -rf --one-file-system "$runtime"
}

case ${1:-start} in
    start) ;;
    stop) stop; exit 0 ;;
    *) echo "usage: build/container-engine.sh [stop]" >&2; exit 2 ;;
esac

if command -v docker >/dev/null && answers "${DOCKER_HOST:-unix:///var/run/docker.sock}"; then
    echo "${DOCKER_HOST:-unix:///var/run/docker.sock}"
    exit 0
fi
if ours >/dev/null; then
    echo "$socket"
    exit 0
fi
[ "$(id -u)" = 0 ] || fail "no Docker answers here, and only root can start one."
build/debian-tools.sh docker docker.io >&2 || fail "no Docker answers here, and Debian's docker.io cannot be had."

rm -rf "$runtime"
mkdir -p "$runtime" "$data"
chmod 700 "$runtime"
# Else it reads /etc/docker/daemon.json, which is for the machine's own.
echo "{}" >"$runtime/daemon.json"
setsid .tools/docker/run dockerd --host "$socket" --pidfile "$runtime/pid" --exec-root "$runtime/exec" --data-root "$data" \
    --bridge none --iptables=false --ip6tables=false --ip-masq=false --config-file "$runtime/daemon.json" \
    >"$data/log" 2>&1 </dev/null 9>&- &
engine=$!
for ((tries = 0; tries < 300; tries++)); do
    if DOCKER_HOST=$socket client version >/dev/null 2>&1; then
        echo "$socket"
        exit 0
    fi
    kill -0 "$engine" 2>/dev/null || break
    sleep 0.1
done
reason=$(tail -n 1 "$data/log" 2>/dev/null || true)
kill "$engine" 2>/dev/null || true
stop
fail "no Docker answers here, and Debian's dockerd does not start: $reason"
