"""User instructions of a UDP query: what callgrind counts in two runs that differ by the queries only."""

import json
import os
import re
import shutil
import subprocess

import load
import peers
import ports
import queries
import zone
from sameness import Failed
from server import Server
from services import ZONE

FEW, MANY = 2000, 12_000


def measure(figures, options, folder, site):
    """This server from manifests, whose start is the same each time, and NSD."""
    if shutil.which("valgrind") is None:
        figures.single["instructions"] = "there is no valgrind"
        return
    home = os.path.join(folder, "callgrind")
    os.makedirs(home)
    asked = os.path.join(home, "queries")
    with open(asked, "wb") as file:
        file.write(queries.encoded(queries.make(site.services, "A", MANY)))
    for label, make in (("ClusterSetDNS", _ours), ("NSD", _nsd)):
        if label not in options.servers:
            continue
        counts = [_count(make(site, options, os.path.join(home, f"{label}-{count}")), site, asked, count)
                  for count in (FEW, MANY)]
        problem = next((count for count in counts if isinstance(count, str)), None)
        figures.single[f"instructions {label}"] = problem or (counts[1] - counts[0]) / (MANY - FEW)


def _ours(site, options, folder):
    os.makedirs(os.path.join(folder, "manifests"))
    with open(os.path.join(folder, "manifests", "services.json"), "w") as file:
        json.dump({"apiVersion": "v1", "kind": "List", "items": list(zone.objects(site.services))}, file)
    # valgrind 3.19 does not read the debug information of Swift 6.3.
    program = os.path.join(folder, "clustersetdns")
    subprocess.run(["strip", "--strip-debug", "-o", program, options.clustersetdns], check=True)
    port = ports.free()
    text = f"{ZONE}:{port} {{\n  bind 127.0.0.1\n  multisocket 1\n  multicluster {{\n    manifests manifests\n  }}\n}}\n"
    path = site.write(folder, "Corefile", text)
    environment = {"SWIFT_DETERMINISTIC_HASHING": "1"}
    return Server("ClusterSetDNS", [program, "-conf", path], port, None, folder, environment=environment)


def _nsd(site, options, folder):
    return peers.debian(site.below(folder), "NSD")


def _count(server, site, asked, count):
    """All instructions of a run in which `count` queries are answered, or why there are none."""
    if server is None:
        return "not found"
    server.command = [
        "valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", "--trace-children=yes", *server.command]
    try:
        server.start()
        server.wait(site.services)
        shape = load.Shape("udp", 1, 32)
        arguments = [*load.arguments(shape, server, asked, 60), "--count", str(count)]
        sample = load.run(site.programs["load"], arguments, server)
        if sample is None or sample.failure or sample.lost:
            return "loses queries under callgrind"
    except Failed as failure:
        return str(failure)
    finally:
        server.stop(patience=60)
    with open(server.log, errors="replace") as log:
        return sum(int(found) for found in re.findall(r"Collected : (\d+)", log.read()))
