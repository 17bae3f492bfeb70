"""Counts what the whole server does for a query: user instructions, and calls that allocate or retain.

usage: python3 -B Benchmarks/process SERVER [--most INSTRUCTIONS]    (valgrind and binutils are needed)

The server runs twice under callgrind, with N queries and with 2N: the difference is the queries' own. Each is sent when the
one before is answered. Half of them are for A, a fifth NODATA, one in twenty SRV, a quarter NXDOMAIN, and every third has
an OPT record; over TCP they go through one connection.

Fails when a UDP query or a read of TCP calls one of the functions of `COUNTED`, or when a UDP query takes over 3 % more
instructions than `--most`.
"""
import argparse
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time

import callgrind
import questions

QUERIES = 5_000
COUNTED = ["malloc", "calloc", "swift_retain", "swift_release", "swift_allocObject", "swift_beginAccess"]


def ask_by_datagrams(port, count):
    """Sends and receives `count` queries, one at a time, after one for each service."""
    client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    client.connect(("127.0.0.1", port))
    client.settimeout(60)
    for index in range(questions.SERVICES + count):
        client.send(questions.query(index % questions.SERVICES))
        client.recv(4096)


def ask_by_stream(port, count):
    """The same over one connection."""
    client = socket.create_connection(("127.0.0.1", port), timeout=60)
    client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    for index in range(questions.SERVICES + count):
        query = questions.query(index % questions.SERVICES)
        client.sendall(len(query).to_bytes(2, "big") + query)
        response = client.recv(4096)
        while len(response) < 2 + int.from_bytes(response[:2], "big"):
            response += client.recv(4096)


def wait_for(port):
    """Returns once the server answers."""
    client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    client.connect(("127.0.0.1", port))
    client.settimeout(60)
    for _ in range(600):
        try:
            client.send(questions.query(0))
            return client.recv(4096)
        except ConnectionRefusedError:
            time.sleep(0.1)
    sys.exit("the server does not answer")


def run(server, folder, port, ask, count):
    """What a whole run took."""
    out = f"{folder}/callgrind"
    command = ["valgrind", "--tool=callgrind", f"--callgrind-out-file={out}", server, "-conf", f"{folder}/Corefile"]
    environment = dict(os.environ, SWIFT_DETERMINISTIC_HASHING="1")
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    try:
        wait_for(port)
        ask(port, count)
        process.send_signal(signal.SIGTERM)
        process.communicate()
    finally:
        process.kill()
    return callgrind.Profile(out)


def count(server, folder, port, ask):
    """Instructions and calls of `COUNTED` for a query. Ends the program when a function is never called at all."""
    once, twice = (run(server, folder, port, ask, QUERIES * times) for times in (1, 2))
    missing = [name for name in COUNTED if not twice.calls.get(name)]
    if missing:
        sys.exit(f"never called, so not counted: {', '.join(missing)}")
    calls = {name: (twice.calls[name] - once.calls.get(name, 0)) / QUERIES for name in COUNTED}
    return (twice.instructions - once.instructions) / QUERIES, calls


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("server")
    parser.add_argument("--most", type=int, help="the most instructions of a UDP query, and 3 %% over them")
    options = parser.parse_args()
    os.sched_setaffinity(0, {0})
    with tempfile.TemporaryDirectory() as folder:
        port = questions.write_configuration(folder)
        # Valgrind 3.19 does not read the debugging information of Swift 6.3.
        subprocess.run(["objcopy", "--strip-debug", options.server, f"{folder}/server"], check=True)
        problems = []
        # Background work may call some: what the rarest kind of query does, it does for one query in twenty.
        for kind, ask in (("UDP query", ask_by_datagrams), ("read of TCP", ask_by_stream)):
            instructions, calls = count(f"{folder}/server", folder, port, ask)
            listing = ", ".join(f"{name} {number:.3f}" for name, number in calls.items())
            print(f"{kind}: {instructions:.0f} instructions; calls: {listing}")
            for name, number in calls.items():
                if number > 0.01:
                    problems.append(f"{name} is called {number:.2f} times by a {kind}")
            if kind == "UDP query" and options.most and instructions > options.most * 1.03:
                problems.append(f"{instructions:.0f} instructions are over the threshold {options.most} by more than 3 %")
    if problems:
        sys.exit("; ".join(problems))


main()
