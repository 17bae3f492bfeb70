"""One run of the load generator against one server."""

import json
import subprocess
import time
from dataclasses import dataclass

import usage
from server import LOAD_CORE, pinned


@dataclass(frozen=True)
class Shape:
    """How the load is brought."""

    transport: str
    sockets: int
    window: int
    rate: int = 0
    sleeps: bool = False


SHAPES = {
    "UDP": Shape("udp", 4, 32),
    "UDP 10k/s": Shape("udp", 4, 256, rate=10_000),
    "TCP pipelined": Shape("tcp", 4, 32),
    "TCP one outstanding": Shape("tcp", 4, 1, sleeps=True),
    "DoT": Shape("tls", 4, 32),
}


@dataclass
class Sample:
    """What one run showed. Times are microseconds: of CPU for each answered query, and of waiting for the answer."""

    qps: float
    lost: int
    wrong: int
    p50: float
    p99: float
    cpu: float
    user: float
    resident: float
    others: float
    stolen: float
    load: float

    @property
    def failure(self):
        """Why this says nothing, or None."""
        if self.qps == 0:
            return "answers nothing"
        return f"{self.wrong} wrong answers" if self.wrong else None


def arguments(shape, server, queries, seconds):
    """The options of the program."""
    port = server.tls_port if shape.transport == "tls" else server.port
    options = [
        "--transport", shape.transport, "--port", str(port), "--queries", queries, "--sockets", str(shape.sockets),
        "--window", str(shape.window), "--seconds", str(seconds), "--rate", str(shape.rate),
    ]
    return options + ["--echo"] * server.is_echo + ["--sleep"] * shape.sleeps


def run(program, options, server, helpers=()):
    """Returns a Sample, or None where the load could not begin. `helpers` are processes whose work belongs to it."""
    process = subprocess.Popen(
        [program, *options], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        preexec_fn=pinned(LOAD_CORE),
    )
    try:
        if process.stdout.readline() != "ready\n":
            return None
        busy, stolen = usage.busy()
        before, aside = usage.Usage(server.pid), _cpu(helpers)
        loading, begun = _cpu([process.pid]), time.monotonic()
        process.stdin.write("go\n")
        process.stdin.flush()
        line = process.stdout.readline()
        took = time.monotonic() - begun
        after = usage.Usage(server.pid)
        loading, aside = _cpu([process.pid]) - loading, _cpu(helpers) - aside
        busy, stolen = (now - then for now, then in zip(usage.busy(), (busy, stolen)))
        if not line:
            return None
        others = busy - (after.cpu - before.cpu) - loading - aside
        return _sample(json.loads(line), after, before, server, others / took, stolen / took, loading / took)
    finally:
        process.kill()
        process.communicate()


def _sample(result, after, before, server, others, stolen, load):
    answered = max(result["answered"], 1)
    return Sample(
        qps=result["answered"] / result["seconds"], lost=result["lost"], wrong=result["wrong"],
        p50=result["p50"], p99=result["p99"],
        cpu=(after.cpu - before.cpu) * 1e6 / answered, user=(after.user - before.user) * 1e6 / answered,
        resident=usage.resident(server.pid), others=max(0.0, others * 100), stolen=stolen * 100, load=load * 100,
    )


def _cpu(pids):
    return sum(usage.Usage(pid).cpu for pid in pids)
