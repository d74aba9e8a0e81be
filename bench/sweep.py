#!/usr/bin/env python3
"""Looks for the C++ reference server's best settings: one group of settings after the other, each measured with the
best of the groups before it, in turns. Writes bench/peers/cpp/SWEEP.md, and best.json beside it for run.py.

    bench/sweep.py --fresh                  about 20 minutes
    bench/sweep.py --fresh --minutes 4      in slices: about 5 minutes,
    bench/sweep.py --minutes 4              and on from there, until nothing is left
    bench/sweep.py --fresh --group allocator --group queues
"""
import argparse
import functools
import json
import math
import pathlib
import statistics
import sys
import time

import harness
import report
from run import MODEL

LOADS = [("infer", 4, 1), ("infer", 784, 16), ("infer", 784, 64), ("infer", 150528, 16)]
LEAST_GAIN = 1.01  # a setting replaces gRPC's default only when it is worth it
SWEEP = harness.ROOT / "bench/peers/cpp/SWEEP.md"
PRELOAD = "LD_PRELOAD"
KEPT = {"MALLOC_TRIM_THRESHOLD_": str(1 << 30), "MALLOC_MMAP_THRESHOLD_": str(1 << 30), "MALLOC_TOP_PAD_": str(1 << 24)}
ALLOCATORS = {"jemalloc": "libjemalloc.so.2", "tcmalloc": "libtcmalloc_minimal.so.4", "mimalloc": "libmimalloc.so.2.0"}


def options(**values):
    return {name.replace("_", "-"): value for name, value in values.items()}


def allocators():
    """Unpacked by `build/debian-tools.sh bench-malloc libjemalloc2 libtcmalloc-minimal4 libmimalloc2.0`."""
    found = {}
    for name, file in ALLOCATORS.items():
        for path in harness.ROOT.glob(f".tools/bench-malloc/usr/lib/*-linux-gnu*/{file}"):
            found[name] = ({}, {PRELOAD: str(path)})
    if not found:
        print("sweep: no allocators in .tools/bench-malloc, only glibc's is measured", file=sys.stderr)
    return found


def groups():
    """Each group: the first variant is what stands when nothing else is better.

    A variant is its options, its environment and, where it matters, its program."""
    return {
        "build of gRPC": {"Debian's build": ({}, {}, harness.OUT / "cpp-peer"), "release build": ({}, {}, harness.cpp_program())},
        "allocator": {"glibc": ({}, {}), "glibc, memory kept": ({}, KEPT), **allocators()},
        "api": {"raw": (options(api="raw"), {}),
                "generated, reused messages": (options(api="generated", messages="reuse"), {}),
                "generated, arenas": (options(api="generated", messages="arena"), {})},
        "queues": {f"{q} x {t} threads": (options(queues=q, threads=t), {})
                   for q, t in ((1, 1), (1, 2), (2, 1), (2, 2))},
        "posted": {str(n): (options(posted=n), {}) for n in (128, 8, 32, 64, 512)},
        "window": {"default": ({}, {}), "no BDP probe": (options(bdp_probe=0), {}),
                   "lookahead 1 MB": (options(lookahead_bytes=1 << 20), {}),
                   "lookahead 16 MB": (options(lookahead_bytes=16 << 20), {}),
                   "lookahead 16 MB, no BDP probe": (options(lookahead_bytes=16 << 20, bdp_probe=0), {})},
        "frame": {"default": ({}, {}), "1 MB": (options(max_frame_size=1 << 20), {}), "16 MB": (options(max_frame_size=(1 << 24) - 1), {})},
        "write buffer": {"default": ({}, {}), "1 MB": (options(write_buffer_bytes=1 << 20), {})},
        "read chunk": {"default": ({}, {}), "64 KB": (options(read_chunk_bytes=1 << 16), {}),
                       "1 MB": (options(read_chunk_bytes=1 << 20), {}), "4 MB": (options(read_chunk_bytes=1 << 22), {})},
        "stack": {"default": ({}, {}), "minimal": (options(minimal_stack=1), {}),
                  "for throughput": (options(optimization_target="throughput"), {}),
                  "for latency": (options(optimization_target="latency"), {}),
                  "sending without copies": (options(tx_zerocopy=1), {}),
                  "quota 1 GB": (options(quota_mb=1024), {})},
        "poller": {"epoll1": ({}, {}), "poll": ({}, {"GRPC_POLL_STRATEGY": "poll"})},
        "experiments": {"none": ({}, {}),
                        **{name: ({}, {"GRPC_EXPERIMENTS": name}) for name in (
                            "tcp_frame_size_tuning", "tcp_read_chunks", "tcp_rcv_lowat", "flow_control_fixes",
                            "peer_state_based_framing")}},
    }


def rate(run):
    return run["calls_per_second"]


def cpu(run):
    return run["server"]["cpu_ns_per_call"]


def score(runs_by_load, base_by_load):
    """The geometric mean, over the loads, of the ratio of the least CPU time a call: on one CPU that is what limits the
    throughput, and other processes disturb it far less; they can only add to it."""
    ratios = [min(map(cpu, base_by_load[load])) / min(map(cpu, runs)) for load, runs in runs_by_load.items()]
    return math.exp(statistics.fmean(map(math.log, ratios)))


def measure_group(model, best, variants, rounds, seconds):
    """By variant and load: the runs."""
    servers = [harness.cpp_peer(model, name, {**best[0], **variant[0]}, {**best[1], **variant[1]}, *variant[2:])
               for name, variant in variants.items()]
    measured = {name: {} for name in variants}
    with harness.running(servers) as started:
        for load in LOADS:
            jobs = {one.server.name: functools.partial(one.load, *load, seconds, 0.2) for one in started}
            for name, runs in harness.rounds_in_turns(jobs, rounds).items():
                measured[name][load] = runs
    return measured


def group_section(name, measured, scores, chosen):
    headings = ["setting"] + [f"{floats:,} floats ×{flight}" for _, floats, flight in LOADS] + [
        "peak RSS, MB", "score"]
    rows = []
    for variant, by_load in measured.items():
        cells = [f"{min(map(cpu, by_load[load])) / 1000:,.1f} ({max(map(rate, by_load[load])):,.0f}/s)"
                 for load in LOADS]
        rss = max(run["server"]["peak_rss_kb"] for runs in by_load.values() for run in runs) / 1024
        label = f"**{variant}**" if variant == chosen else variant
        rows.append([label] + cells + [f"{rss:.0f}", f"{scores[variant]:.3f}"])
    return f"## {name[0].upper()}{name[1:]}\n\n" + report.table(headings, rows)


def doubt(disturbance):
    if disturbance["others_cpus"] <= harness.QUIET:
        return ""
    return (" That is not quiet: differences below about 10 % are noise here, and the calls/s say little. "
            "Run it again on a quiet machine before drawing conclusions from a row.")


def page(state):
    machine = harness.machine()
    best = state.best()
    command = " ".join(["cpp-peer"] + [f"--{name} {value}" for name, value in best[0].items()])
    environment = " ".join(f"{name}={value.rpartition('/')[2]}" for name, value in best[1].items())
    minutes = sum(group["seconds"] for group in state.groups) / 60
    disturbance = {"others_cpus": sum(group["seconds"] * group["others_cpus"] for group in state.groups) / 60 / minutes}
    return "\n\n".join([
        "# The C++ reference server's settings",
        "Written by `bench/sweep.py`. Each group is measured with the best settings of the groups above it. The cells "
        "are the server's CPU time a call in µs (and calls/s), the best of rounds in which all variants took turns. The "
        "score is the geometric mean over the loads of the group's first row's CPU time by the variant's; a setting is "
        f"taken when it gains at least {LEAST_GAIN - 1:.0%}. Server on one CPU, load on the other.",
        f"{machine['cpus']} × {machine['cpu']}, Linux {machine['kernel']}, {machine['time']}, {minutes:.0f} minutes; "
        f"other processes used {disturbance['others_cpus']:.2f} CPUs meanwhile." + doubt(disturbance),
        f"**Best:** `{(environment + ' ' + command).strip()}`. These are what `bench/run.py` uses (`best.json`).",
        *(group["section"] for group in state.groups)]) + "\n"


class State:
    """The groups measured so far, in order; kept in a file, so that another call goes on where the last one stopped."""

    FILE = harness.OUT / "sweep.json"

    def __init__(self, fresh):
        self.groups = [] if fresh or not self.FILE.exists() else json.loads(self.FILE.read_text())

    def best(self):
        last = self.groups[-1] if self.groups else {"options": {}, "environment": {}}
        return last["options"], last["environment"]

    def has(self, name):
        return any(group["name"] == name for group in self.groups)

    def add(self, name, section, best, seconds, disturbance):
        self.groups.append({"name": name, "section": section, "options": best[0], "environment": best[1],
                            "seconds": seconds, "others_cpus": disturbance["others_cpus"]})
        self.FILE.write_text(json.dumps(self.groups, indent=1) + "\n")


def sweep_group(state, name, variants, arguments):
    began, disturbance, best = time.monotonic(), harness.Disturbance(), state.best()
    measured = measure_group(arguments.model, best, variants, arguments.rounds, arguments.seconds)
    first = next(iter(variants))
    scores = {variant: score(by_load, measured[first]) for variant, by_load in measured.items()}
    chosen = max(scores, key=scores.get)
    if scores[chosen] < LEAST_GAIN:
        chosen = first
    best = ({**best[0], **variants[chosen][0]}, {**best[1], **variants[chosen][1]})
    section = group_section(name, measured, scores, chosen)
    state.add(name, section, best, time.monotonic() - began, disturbance.report())
    print(section, flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--group", action="append", choices=list(groups()), help="only this one; may be repeated")
    parser.add_argument("--fresh", action="store_true", help="begin anew instead of after the groups already measured")
    parser.add_argument("--minutes", type=float, default=math.inf, help="begin no group after so long")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=0.7)
    parser.add_argument("--model", type=pathlib.Path, default=MODEL)
    parser.add_argument("--no-spinners", action="store_true", help="let idle CPUs sleep (on a machine others use, too)")
    arguments = parser.parse_args()
    harness.require_programs("load", "spinner", "cpp-peer")

    end = time.monotonic() + arguments.minutes * 60
    state = State(arguments.fresh)
    left = [(name, variants) for name, variants in groups().items()
            if not state.has(name) and (not arguments.group or name in arguments.group)]
    with harness.spinners(not arguments.no_spinners):
        for name, variants in left:
            if time.monotonic() > end:
                print(f"sweep: stopped before '{name}'; call it again to go on", file=sys.stderr)
                break
            sweep_group(state, name, variants, arguments)
            best = state.best()
            harness.CPP_BEST.write_text(json.dumps({"options": best[0], "environment": best[1]}, indent=1) + "\n")
            SWEEP.write_text(page(state))


if __name__ == "__main__":
    try:
        main()
    except harness.BenchError as error:
        sys.exit(f"sweep: {error}")
