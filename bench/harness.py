"""Servers, load and spinners as child processes, each on its CPU. Used by run.py and sweep.py."""
import contextlib
import ctypes
import dataclasses
import json
import os
import pathlib
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[1]
OUT = ROOT / "artifacts/bench"
CPP_BEST = ROOT / "bench/peers/cpp/best.json"
SERVER_CPU = 0
LOAD_CPU = 1
SPIN_SECONDS = 3600
START_TIMEOUT = 60
STARVED = "no call was completed"  # what the load generator says when a busy machine gave it no time; worth another try
STARVED_RETRIES = 5
QUIET = 0.1
QUIET_PATIENCE = 1


class BenchError(Exception):
    """Something that ends the benchmark; the text is for the reader."""


@dataclasses.dataclass
class Server:
    """How one server is started. {port} and {management} stand in the command for ports found free."""

    name: str
    command: list
    modes: tuple = ("infer", "predict")
    ready_path: str = ""  # answered with 200 on the management port; else the serving port accepts when it is ready
    environment: dict = dataclasses.field(default_factory=dict)

    def missing(self):
        """What has to be built first, or None."""
        for part in self.command[:2]:
            if os.sep in part and not pathlib.Path(part).exists():
                return part
        return None


class Running:
    """A started server."""

    def __init__(self, server):
        self.server = server
        self.port, self.management = free_port(), free_port()
        command = [part.format(port=self.port, management=self.management) for part in server.command]
        self.log_path = OUT / "logs" / f"{server.name}.log"
        self.log_path.parent.mkdir(parents=True, exist_ok=True)
        self.log = open(self.log_path, "wb")
        started = time.monotonic()
        self.process = start(command, SERVER_CPU, environment=server.environment, output=self.log)
        try:
            self.wait_until_ready(started + START_TIMEOUT)
        except BaseException:
            self.stop()
            raise
        self.start_seconds = time.monotonic() - started

    def wait_until_ready(self, deadline):
        while not self.is_ready():
            if self.process.poll() is not None:
                raise BenchError(f"{self.server.name} ended while starting, see {self.log_path}")
            if time.monotonic() > deadline:
                raise BenchError(f"{self.server.name} was not ready in {START_TIMEOUT} s, see {self.log_path}")
            time.sleep(0.002)

    def is_ready(self):
        if self.server.ready_path:
            return self.management_page(self.server.ready_path) is not None
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    def management_page(self, path):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.management}{path}", timeout=5) as answer:
                return answer.read().decode()
        except (urllib.error.URLError, OSError):
            return None

    def load(self, mode, floats, concurrency, seconds, warmup, *extra):
        """One run of the load generator; its JSON, and how disturbed it was."""
        command = [str(OUT / "load"), mode, "--target", f"127.0.0.1:{self.port}", "--floats", str(floats),
                   "--concurrency", str(concurrency), "--seconds", str(seconds), "--warmup", str(warmup),
                   "--server-pid", str(self.process.pid), "--json", *extra]
        for _ in range(STARVED_RETRIES):
            disturbance = Disturbance()
            process = start(command, LOAD_CPU, output=subprocess.PIPE)
            try:
                text = process.communicate(timeout=seconds + warmup + 45)[0].decode().strip()
            except subprocess.TimeoutExpired as error:
                process.kill()
                raise BenchError(f"{self.server.name}: the load generator did not end") from error
            if process.returncode == 0:
                return {**json.loads(text), **disturbance.report()}
            if STARVED not in text:
                break
        raise BenchError(f"{self.server.name}, {mode} of {floats} floats, {concurrency} in flight: {text}")

    def stop(self):
        stop(self.process)
        self.log.close()


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def start(command, cpu, environment=None, output=None):
    """A child process bound to one CPU, which ends when we do. Its session stays ours: with the kernel's autogroups a
    session of its own would get as much CPU time as everything of ours together."""
    libc = ctypes.CDLL(None)

    def before_exec():
        libc.prctl(1, signal.SIGTERM)  # PR_SET_PDEATHSIG
        os.sched_setaffinity(0, {cpu})

    return subprocess.Popen([str(part) for part in command], cwd=ROOT, env={**os.environ, **(environment or {})},
                            stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT, preexec_fn=before_exec)


def stop(process):
    process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


@contextlib.contextmanager
def running(servers):
    """Starts servers one after the other; stops them all in the end."""
    started = []
    try:
        for server in servers:
            started.append(Running(server))
        yield started
    finally:
        for one in started:
            one.stop()


def wait_for_quiet():
    deadline = time.monotonic() + QUIET_PATIENCE
    while time.monotonic() < deadline:
        disturbance = Disturbance()
        time.sleep(0.2)
        if disturbance.report()["others_cpus"] <= QUIET:
            return


def rounds_in_turns(jobs, rounds):
    """Calls every job once a round, in alternating order: what disturbs one disturbs its neighbour too.

    A round waits a while for a quiet machine. One in which other processes took more than QUIET CPUs all the same is done
    again, for up to twice as many rounds; the least disturbed ones are kept. `jobs` maps a name to a function returning what Running.load does; so does the result,
    to lists of the same length and order.
    """
    done = []
    for attempt in range(2 * rounds):
        wait_for_quiet()
        order = list(jobs) if attempt % 2 == 0 else list(jobs)[::-1]
        results = {name: jobs[name]() for name in order}
        done.append((max(result["others_cpus"] + result["stolen_cpus"] for result in results.values()), results))
        if sum(others <= QUIET for others, _ in done) == rounds:
            break
    done.sort(key=lambda entry: entry[0])
    return {name: [results[name] for _, results in done[:rounds]] for name in jobs}


@contextlib.contextmanager
def spinners(wanted=True):
    """Keeps both CPUs awake, see bench/spinner. On a machine that others use at the same time it does harm: the kernel
    shares CPU time between sessions first, and a session that is never idle has its share used up when it is needed."""
    if not wanted:
        yield
        return
    process = subprocess.Popen([OUT / "spinner", str(SPIN_SECONDS), str(SERVER_CPU), str(LOAD_CPU)])
    try:
        yield
    finally:
        stop(process)


def require_programs(*names):
    """Ends with one line when something is not built or the machine cannot run this."""
    if len(os.sched_getaffinity(0)) < 2:
        sys.exit("bench: two CPUs are needed, one for the server and one for the load")
    for name in names:
        if not (OUT / name).exists():
            sys.exit(f"bench: artifacts/bench/{name} is missing: run 'make -C bench'")


def cpp_program():
    """The C++ server on a release build of gRPC if that has been built, else on Debian's."""
    release = OUT / "cpp-peer-release"
    return release if release.exists() else OUT / "cpp-peer"


def cpp_peer(model, name="cpp", options=(), environment=None, program=None):
    command = [str(program or cpp_program()), "--port", "{port}", "--model", str(model)]
    for option, value in dict(options).items():
        command += [f"--{option}", str(value)]
    return Server(name, command, environment=environment or {})


def machine():
    """What the numbers were measured on."""
    cpu = "?"
    for line in pathlib.Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            cpu = line.split(":", 1)[1].strip()
            break
    commit = subprocess.run(["git", "rev-parse", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False)
    return {"cpu": cpu, "cpus": os.cpu_count(), "kernel": os.uname().release, "commit": commit.stdout.strip(),
            "time": time.strftime("%Y-%m-%d %H:%M:%S %z")}


class Disturbance:
    """How much CPU time others had meanwhile: stolen by the hypervisor, and used by processes that are not ours.

    Time at low priority counts for nobody: that is the spinners'."""

    def __init__(self):
        self.started = self.read()

    @staticmethod
    def read():
        fields = pathlib.Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:]
        busy = int(fields[0]) + int(fields[2]) + int(fields[5]) + int(fields[6])  # user, system, irq, softirq
        ours = os.times()
        children = 0
        for process in pathlib.Path("/proc").glob("[0-9]*/stat"):
            with contextlib.suppress(OSError):
                name, rest = process.read_text().split("(", 1)[1].rsplit(")", 1)
                rest = rest.split()
                if int(rest[1]) == os.getpid():
                    # The spinner's own loop counts as nice, which is not in `busy`; its offers of the CPU count as system.
                    children += int(rest[12]) + (0 if name == "spinner" else int(rest[11]))
        ticks = os.sysconf("SC_CLK_TCK")
        own = children + (ours.user + ours.system + ours.children_user + ours.children_system) * ticks
        return time.monotonic(), busy / ticks, int(fields[7]) / ticks, own / ticks

    def report(self):
        now, busy, steal, own = self.read()
        elapsed = now - self.started[0]
        return {"stolen_cpus": round((steal - self.started[2]) / elapsed, 3),
                "others_cpus": round(max(0.0, (busy - self.started[1]) - (own - self.started[3])) / elapsed, 3)}
