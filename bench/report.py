"""Turns the measurements of run.py into Markdown. Ratios are taken round by round, then their median."""
import statistics

# What is compared: heading, how to read it from one run, and which way is better.
MEASURES = {
    "calls/s": lambda run: run["calls_per_second"],
    "p50": lambda run: run["latency_us"]["p50"],
    "p99": lambda run: run["latency_us"]["p99"],
    "p99.9": lambda run: run["latency_us"]["p999"],
    "CPU/call": lambda run: run["server"]["cpu_ns_per_call"],
    "RSS": lambda run: run["server"]["rss_kb"],
}


def median_of(runs, measure):
    return statistics.median(MEASURES[measure](run) for run in runs)


def ratio_of(runs, base_runs, measure):
    read = MEASURES[measure]
    pairs = [read(run) / read(base) for run, base in zip(runs, base_runs) if read(base) > 0]
    return statistics.median(pairs) if pairs else None


def number(value, digits=2):
    if value is None:
        return "–"
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.{digits}f}"


def table(headings, rows):
    lines = ["| " + " | ".join(headings) + " |", "|" + "---|" * len(headings)]
    lines += ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join(lines)


def progress_line(configuration):
    rates = ", ".join(f"{name} {median_of(runs, 'calls/s'):,.0f}/s" for name, runs in configuration["rounds"].items())
    return f"{configuration['mode']} {configuration['floats']} x{configuration['concurrency']}: {rates}"


def ratio_rows(results, name):
    for configuration in results["configurations"]:
        runs, base = configuration["rounds"].get(name), configuration["rounds"].get(results["base"])
        if runs and base:
            allocated = configuration["allocated_bytes_per_call"].get(name)
            yield ([configuration["mode"], f"{configuration['floats']:,}", str(configuration["concurrency"])]
                   + [number(ratio_of(runs, base, measure)) for measure in MEASURES]
                   + ([number(allocated, 0)] if name == "ours" else []))


def absolute_rows(results):
    for configuration in results["configurations"]:
        for name, runs in configuration["rounds"].items():
            values = {measure: median_of(runs, measure) for measure in MEASURES}
            yield [configuration["mode"], f"{configuration['floats']:,}", str(configuration["concurrency"]), name,
                   f"{values['calls/s']:,.0f}", number(values["p50"], 1), number(values["p99"], 1),
                   number(values["p99.9"], 1), number(values["CPU/call"] / 1000), number(values["RSS"] / 1024, 0)]


def first_seconds_rows(results):
    for name, series in results["first_seconds"].items():
        settled = statistics.median(series[-10:])
        marks = [second for second in (1, 2, 3, 5, 10, 20, 30, 60) if second <= len(series)]
        yield name, settled, {second: series[second - 1] / settled for second in marks}


def first_seconds(results):
    rows = list(first_seconds_rows(results))
    if not rows:
        return "Not measured."
    marks = list(rows[0][2])
    return table(["server", "settled calls/s"] + [f"second {mark}" for mark in marks],
                 [[name, f"{settled:,.0f}"] + [f"{shares[mark]:.0%}" for mark in marks] for name, settled, shares in rows])


def machine_lines(results):
    machine, disturbance = results["machine"], results["disturbance"]
    return [f"Commit {machine['commit'][:12]}, {machine['time']}; {machine['cpus']} × {machine['cpu']}, "
            f"Linux {machine['kernel']}. `cpp` is {results['cpp_program']}.",
            f"Rounds of {results['round_seconds']:g} s, {results['minutes']} minutes in all. Meanwhile the hypervisor took "
            f"{disturbance['stolen_cpus']:.2f} CPUs away and other processes used {disturbance['others_cpus']:.2f}; "
            "the nearer both are to 0, the more the numbers are worth."]


def markdown(results):
    base = results["base"]
    parts = ["# Benchmark results", "\n".join(machine_lines(results))]
    ratio_headings = ["method", "floats", "in flight"] + list(MEASURES)
    for name in results["start_seconds"]:
        rows = list(ratio_rows(results, name)) if name != base else []
        if rows:
            parts.append(f"## {name} / {base}\n\nMedians of the per-round ratios: calls/s above 1 is better than {base}, "
                         "everything else below 1.")
            parts.append(table(ratio_headings + (["allocated B/call"] if name == "ours" else []), rows))
    parts.append("## Medians\n\nLatencies in µs, CPU in µs a call, RSS in MB.")
    parts.append(table(["method", "floats", "in flight", "server", "calls/s", "p50", "p99", "p99.9", "CPU/call", "RSS"],
                       absolute_rows(results)))
    parts.append("## From start to ready")
    parts.append(table(["server", "seconds"], [[name, f"{statistics.median(times):.3f}"]
                                               for name, times in results["start_seconds"].items()]))
    parts.append("## The first seconds after a fresh start\n\n784 floats, 16 in flight, no warm-up; share of the settled "
                 "rate.")
    parts.append(first_seconds(results))
    parts.append("## ONNX Runtime without a server\n\nNanoseconds of one run, in a loop on one thread.")
    floats = sorted({count for floor in results["floors_ns"].values() for count in floor}, key=int)
    parts.append(table(["from"] + [f"{int(count):,} floats" for count in floats],
                       [[name] + [number(floor[count], 0) for count in floats]
                        for name, floor in results["floors_ns"].items()]))
    return "\n\n".join(parts) + "\n"
