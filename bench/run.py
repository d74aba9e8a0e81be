#!/usr/bin/env python3
"""The benchmark: our server beside the reference servers, on the same machine, in turns.

    bench/run.py             everything, about 20 minutes
    bench/run.py --quick     the headline, about 3 minutes
    bench/run.py --only ours,cpp --modes infer --floats 784

Writes artifacts/bench/results.json and results.md. See bench/README.md for what is measured and how.
"""
import argparse
import functools
import json
import pathlib
import re
import subprocess
import sys
import time

import harness
import report
from harness import OUT, ROOT, Server

MODEL_NAME = "example_model_fp32"
MODELS = ROOT / "samples/models"
MODEL = MODELS / MODEL_NAME / "1/model.onnx"
ALLOCATED_BYTES = "dotnet_gc_heap_total_allocated_bytes_total"
BASE = "cpp"
ALL_FLOATS = (4, 784, 150528)
ALL_CONCURRENCY = (1, 16, 64)

OURS_ARGUMENTS = ["--repository", str(MODELS), "--host", "127.0.0.1", "--grpc-port", "{port}", "--http-port", "0",
                  "--management-port", "{management}"]
OURS_BUILD = ROOT / "service/InferencePlatform.Service/bin/Release/net10.0"
OURS_COMMANDS = [
    [str(ROOT / "artifacts/service/inference-server")],
    ["dotnet", str(OURS_BUILD / "publish/inference-server.dll")],
    ["dotnet", str(OURS_BUILD / "inference-server.dll")],
]


def servers(model):
    ours = next((command for command in OURS_COMMANDS if pathlib.Path(command[-1]).exists()), OURS_COMMANDS[0])
    best = json.loads(harness.CPP_BEST.read_text())
    return [
        Server("ours", ours + OURS_ARGUMENTS, ready_path="/readyz"),
        harness.cpp_peer(model, BASE, best["options"], best["environment"]),
        Server("empty-post", [str(OUT / "empty-post/empty-post"), "{port}"], modes=("post",)),
        Server("python", [str(ROOT / ".tools/bench-python/run"), "python3", str(ROOT / "bench/peers/python/server.py"),
                          "--port", "{port}"]),
    ]


def chosen_servers(model, only):
    chosen = [server for server in servers(model) if only is None or server.name in only]
    for server in chosen[:]:
        if missing := server.missing():
            print(f"bench: {server.name} is left out: {missing} is not built", file=sys.stderr)
            chosen.remove(server)
    if not chosen:
        sys.exit("bench: there is no server to measure")
    return chosen


def configurations(arguments):
    return [(mode, floats, concurrency) for mode in arguments.modes for floats in arguments.floats
            for concurrency in arguments.concurrency
            if mode == "infer" or not arguments.quick or (floats != ALL_FLOATS[-1] and concurrency == 16)]


def load_mode(server, mode):
    """The Kestrel floor takes the place of a gRPC server by posting as many bytes as `infer` does."""
    if mode in server.server.modes:
        return mode
    return "post" if mode == "infer" and "post" in server.server.modes else None


def measure_in_turns(started, configuration, rounds, seconds):
    mode, floats, concurrency = configuration
    jobs = {one.server.name: functools.partial(one.load, load_mode(one, mode), floats, concurrency, seconds, 0.3)
            for one in started if load_mode(one, mode)}
    return {"mode": mode, "floats": floats, "concurrency": concurrency,
            "rounds": harness.rounds_in_turns(jobs, rounds)}


def allocated_bytes(server):
    page = server.management_page("/metrics") or ""
    values = re.findall(rf"^{ALLOCATED_BYTES}(?:\{{[^}}]*\}})? (\S+)", page, re.MULTILINE)
    return sum(map(float, values)) if values else None


def allocated_per_call(server, configuration):
    before = allocated_bytes(server)
    calls = server.load(*configuration, seconds=1, warmup=0)["calls"]
    after = allocated_bytes(server)
    return None if before is None or after is None else (after - before) / calls


def measure_starts(chosen, times):
    seconds = {server.name: [] for server in chosen}
    for _ in range(times):
        for server in chosen:
            with harness.running([server]) as [one]:
                seconds[server.name].append(one.start_seconds)
    return seconds


def measure_first_seconds(chosen, seconds):
    """Throughput of each second from a fresh start: how long a server takes to reach its speed."""
    series = {}
    for server in chosen:
        mode = server.modes[0]
        with harness.running([server]) as [one]:
            result = one.load(mode, 784, 16, seconds, 0, "--series")
            series[server.name] = result["series"][:seconds]
    return series


def measure_floors(model):
    """ONNX Runtime in a loop, without a server: nanoseconds of one run by number of floats."""
    floors = {}
    for name, program in {"cpp": OUT / "floor", "csharp": OUT / "floor-csharp/floor"}.items():
        if not program.exists():
            print(f"bench: the floor in {name} is left out: {program} is not built", file=sys.stderr)
            continue
        process = harness.start([program, model, *map(str, ALL_FLOATS)], harness.SERVER_CPU, output=subprocess.PIPE)
        text, _ = process.communicate(timeout=120)
        floors[name] = {line["floats"]: line["ns_per_run"] for line in map(json.loads, text.splitlines())}
    return floors


def numbers(text):
    return tuple(int(part) for part in text.split(","))


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="fewer and shorter rounds")
    parser.add_argument("--only", type=lambda text: text.split(","), help="servers: ours,cpp,empty-post,python")
    parser.add_argument("--modes", type=lambda text: text.split(","), default=["infer", "predict"])
    parser.add_argument("--floats", type=numbers, default=ALL_FLOATS)
    parser.add_argument("--concurrency", type=numbers, default=ALL_CONCURRENCY)
    parser.add_argument("--rounds", type=int)
    parser.add_argument("--seconds", type=float, help="of one round")
    parser.add_argument("--model", type=pathlib.Path, default=MODEL, help="doubles an FP32 vector")
    parser.add_argument("--no-spinners", action="store_true", help="let idle CPUs sleep (on a machine others use, too)")
    arguments = parser.parse_args()
    arguments.rounds = arguments.rounds or (3 if arguments.quick else 5)
    arguments.seconds = arguments.seconds or (1 if arguments.quick else 2)
    return arguments


def measure(arguments, chosen):
    results = {"machine": harness.machine(), "quick": arguments.quick,
               "spinners": not arguments.no_spinners, "base": BASE,
               "cpp_program": harness.cpp_program().name,
               "round_seconds": arguments.seconds, "floors_ns": measure_floors(arguments.model)}
    in_turns = [server for server in chosen if not (arguments.quick and server.name == "python")]
    with harness.spinners(not arguments.no_spinners):
        disturbance = harness.Disturbance()
        results["start_seconds"] = measure_starts(chosen, 1 if arguments.quick else 5)
        first = [server for server in chosen if server.name in ("ours", BASE)]
        results["first_seconds"] = measure_first_seconds(first, 15 if arguments.quick else 60)
        results["configurations"] = []
        with harness.running(in_turns) as started:
            for one in started:
                one.load(one.server.modes[0], 784, 16, 2 if arguments.quick else 10, 0)
            for configuration in configurations(arguments):
                outcome = measure_in_turns(started, configuration, arguments.rounds, arguments.seconds)
                outcome["allocated_bytes_per_call"] = {
                    one.server.name: allocated_per_call(one, configuration) for one in started if one.server.ready_path}
                results["configurations"].append(outcome)
                print(report.progress_line(outcome), file=sys.stderr, flush=True)
        results["disturbance"] = disturbance.report()
    return results


def main():
    arguments = parse_arguments()
    harness.require_programs("load", "spinner")
    if not arguments.model.exists():
        sys.exit(f"bench: {arguments.model} is missing")
    began = time.monotonic()
    try:
        results = measure(arguments, chosen_servers(arguments.model, arguments.only))
    except harness.BenchError as error:
        sys.exit(f"bench: {error}")
    results["minutes"] = round((time.monotonic() - began) / 60, 1)
    (OUT / "results.json").write_text(json.dumps(results, indent=1))
    text = report.markdown(results)
    (OUT / "results.md").write_text(text)
    print(text)


if __name__ == "__main__":
    main()
