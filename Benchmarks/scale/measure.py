"""One point: a number of services of one shape, from the start of the server on."""

import os
import time
import urllib.request

import load
import ports
import queries
import sameness
import usage
from cluster import Cluster, until_calm
from server import Server
from services import ZONE

SETTLING = 5
RATE, SECONDS = 1000, 4
"""Of changes."""
LOAD_SECONDS = 2
ROUNDS = 3
"""Of load: the median counts."""

COREFILE = """{zone}:{port} {{
  bind 127.0.0.1
  multisocket 1
  prometheus 127.0.0.1:{metrics}
  multicluster {{
    kubeconfig {kubeconfig}
    ttl 5
  }}
}}
"""


def measure(shape, command, folder, program):
    """The figures, by name: times in seconds, memory in MiB unless the name says otherwise."""
    os.makedirs(folder)
    cluster = Cluster(os.path.join(folder, "api"), shape)
    try:
        metrics = ports.free()
        server = _server(cluster, command, folder, metrics)
        try:
            return _measure(shape, cluster, server, metrics, folder, program)
        finally:
            server.stop()
    finally:
        cluster.stop()


def _server(cluster, command, folder, metrics):
    port, path = ports.free(), os.path.join(folder, "Corefile")
    with open(path, "w") as file:
        file.write(COREFILE.format(zone=ZONE, port=port, metrics=metrics, kubeconfig=cluster.kubeconfig))
    return Server("ClusterSetDNS", [os.path.abspath(command), "-conf", path], port, None, folder)


def _measure(shape, cluster, server, metrics, folder, program):
    begun = time.monotonic()
    server.start()
    # NXDOMAIN where there is no such name: until everything is known that is SERVFAIL.
    server.wait(cluster.services, sameness.check_absent)
    figures = {"services": shape.services, "endpoints": shape.all_endpoints}
    figures["start"] = time.monotonic() - begun
    figures["start CPU"] = _cpu(server)
    time.sleep(SETTLING)
    figures["resident"] = usage.resident(server.pid)
    figures["anonymous"] = usage.resident(server.pid, "RssAnon")
    figures["peak"] = usage.resident(server.pid, "VmHWM")
    figures["names"] = _metric(metrics, "clustersetdns_zone_names")
    figures["zone"] = _metric(metrics, "clustersetdns_zone_bytes") / (1 << 20)
    if not shape.is_headless:
        figures["query CPU, us"] = _query(cluster, server, folder, program)

    before = _cpu(server)
    count = cluster.change("endpointslices" if shape.is_headless else "serviceimports", RATE, SECONDS)
    figures["change CPU, us"] = (_cpu(server) - before) * 1e6 / count

    before = _cpu(server)
    cluster.expire_watches()
    # The API server takes its time before it begins.
    figures["relist"] = until_calm(lambda: _cpu(server), calm=max(1.5, shape.services / 50_000))
    figures["relist CPU"] = _cpu(server) - before
    time.sleep(SETTLING)
    figures["resident after it"] = usage.resident(server.pid)
    figures["peak of it"] = usage.resident(server.pid, "VmHWM")
    return figures


def _query(cluster, server, folder, program):
    """Microseconds of CPU for an answered A query, all queries as many names apart as there are."""
    path = os.path.join(folder, "queries")
    count = min(200_000, 20 * len(cluster.services))
    with open(path, "wb") as file:
        file.write(queries.encoded(queries.make(cluster.services, "A", count)))
    shape = load.SHAPES["UDP"]
    samples = [
        load.run(program, load.arguments(shape, server, path, LOAD_SECONDS), server, [cluster.pid])
        for _ in range(ROUNDS)
    ]
    return sorted(sample.cpu for sample in samples)[ROUNDS // 2]


def _cpu(server):
    return usage.Usage(server.pid).cpu


def _metric(port, name):
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics") as response:
        lines = response.read().decode().splitlines()
    return sum(float(line.rsplit(" ", 1)[1]) for line in lines if line.split("{")[0] == name)
