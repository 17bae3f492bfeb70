"""Measures this server and CoreDNS side by side on one API server; see README.md."""

import argparse
import json
import os
import sys
import tempfile

import convergence
import crash
import load
import starts
from cluster import Cluster
from figures import Report
from objects import Fleet
from process import Server

COREFILES = {
    "ClusterSetDNS": "clusterset.local:PORT {\n  errors\n  multicluster {\n    kubeconfig FILE\n  }\n}\n",
    "CoreDNS": "clusterset.local:PORT {\n  errors\n  kubernetes clusterset.local {\n    kubeconfig FILE\n"
    "    multicluster clusterset.local\n  }\n}\n",
}


def main():
    options = _options()
    kubeconfig = os.path.abspath(_variable("CLUSTERSETDNS_TEST_KUBECONFIG"))
    commands = {"ClusterSetDNS": options.clustersetdns, "CoreDNS": _variable("COREDNS")}
    commands = {label: command for label, command in commands.items() if label in options.servers}
    folder = tempfile.mkdtemp(prefix="feed-bench-")
    servers = [
        Server(label, command, COREFILES[label].replace("FILE", kubeconfig), folder)
        for label, command in commands.items()
    ]
    print(f"logs: {folder}; load average: {os.getloadavg()[0]:.1f}\n", file=sys.stderr)
    report = Report(list(commands))
    try:
        with Fleet(Cluster(kubeconfig)) as fleet:
            for size in options.sizes:
                fleet.grow(size)
                _measure(report, fleet, servers, options)
    finally:
        for server in servers:
            server.stop()
    with open(options.json, "w") as file:
        json.dump({"load_average": os.getloadavg(), "rows": report.rows}, file, indent=1)


def _measure(report, fleet, servers, options):
    is_largest = len(fleet.services) == options.sizes[-1]
    is_extreme = is_largest or len(fleet.services) == options.sizes[0]
    if "start" in options.parts:
        starts.measure(report, fleet, servers, options.rounds)
    if "convergence" in options.parts and is_extreme:
        convergence.measure(report, fleet, servers, options.changes)
    if "load" in options.parts and is_largest:
        load.measure(report, fleet, servers, 100, options.seconds)
        load.measure(report, fleet, servers, 1000, options.seconds)
    if "crash" in options.parts and is_extreme:
        _crash(report, fleet, servers, options)


def _crash(report, fleet, servers, options):
    kill, start = os.environ.get("APISERVER_KILL"), os.environ.get("APISERVER_START")
    if kill and start:
        crash.measure(report, fleet, servers, kill, start, options.crashes)
    else:
        report.note("API server crashed: skipped, APISERVER_KILL and APISERVER_START are not given")


def _options():
    parser = argparse.ArgumentParser(prog="Benchmarks/feed", description=__doc__)
    parser.add_argument("--clustersetdns", default=".build/release/clustersetdns", help="the server's binary")
    parser.add_argument("--servers", nargs="+", default=list(COREFILES), choices=list(COREFILES))
    parser.add_argument("--parts", nargs="+", default=["start", "convergence", "load", "crash"])
    parser.add_argument("--sizes", nargs="+", type=int, default=[100, 1000, 10000], help="services, ascending")
    parser.add_argument("--rounds", type=int, default=5, help="starts of each server at each size")
    parser.add_argument("--crashes", type=int, default=3, help="at the smallest and at the largest size")
    parser.add_argument("--changes", type=int, default=200, help="changes of each kind measured on each server")
    parser.add_argument("--seconds", type=int, default=30, help="of each load")
    parser.add_argument("--json", default=".build/feed-bench.json", help="where the figures go, beside the table")
    return parser.parse_args()


def _variable(name):
    if name not in os.environ:
        raise SystemExit(f"set {name} (Benchmarks/feed/README.md says to what)")
    return os.environ[name]


main()
