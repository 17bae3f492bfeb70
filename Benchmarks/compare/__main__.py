"""Measures this server beside others on this machine; see README.md."""

import argparse
import json
import os
import shlex
import subprocess
import sys
import tempfile

import chart
import instructions
import machine
import memory
import packages
import page
import programs
import site_of_servers
import table
from cells import CELLS, LARGE, SMALL
from figures import Figures
from ours import knows_ede
from rounds import Rounds
from targets import targets

PARTS = ["cells", "memory", "instructions"]


def main():
    options = _options()
    described = machine.describe()
    unpacked = packages.unpack(os.path.join(options.out, "debian"))
    figures = Figures()
    with tempfile.TemporaryDirectory(prefix="compare-") as folder:
        _measure(options, figures, folder, unpacked)
    found = list(targets(figures))
    versions = machine.versions(options, unpacked)
    text = page.part(described, versions, options.command, figures, found)
    document = {"text": text, "chart": chart.chart(figures)}
    print(text)
    _write(options, document, {
        "machine": described, "versions": versions, "command": options.command,
        "targets": [target.as_json() for target in found], **figures.as_json(),
    })
    if options.record:
        page.record("docs", document)


def _measure(options, figures, folder, unpacked):
    made = programs.compile_all(folder)
    certificate = _certificate(folder)
    options.has_ede = knows_ede(options.clustersetdns, folder)
    for size in (SMALL, LARGE) if "cells" in options.parts else ():
        cells = [cell for cell in CELLS if cell.size == size and (not options.only or cell.name in options.only)]
        if not cells:
            continue
        home = os.path.join(folder, str(size))
        with site_of_servers.Running(options, home, size, certificate, unpacked, made, figures, cells) as running:
            Rounds(options, figures, running.site, running.servers, running.changer).run(cells)
    if "instructions" in options.parts:
        site = site_of_servers.bare(os.path.join(folder, "bare"), SMALL, certificate, unpacked, made)
        instructions.measure(figures, options, folder, site)
    if "memory" in options.parts:
        memory.measure(figures, options, folder, certificate, unpacked, made, LARGE)


def _write(options, document, data):
    for name, text in (
        ("figures.json", json.dumps(data, indent=1)), ("page.md", document["text"]), ("chart.svg", document["chart"])):
        with open(os.path.join(options.out, name), "w") as file:
            file.write(text)
    print(f"written: {options.out}/figures.json, page.md, chart.svg", file=sys.stderr)


def _certificate(folder):
    """A self-signed certificate and its key, for DNS over TLS."""
    certificate, key = os.path.join(folder, "tls.crt"), os.path.join(folder, "tls.key")
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "7",
         "-subj", "/CN=localhost", "-keyout", key, "-out", certificate], check=True, capture_output=True)
    return certificate, key


def _options():
    parser = argparse.ArgumentParser(prog="Benchmarks/compare", description=__doc__)
    parser.add_argument("--clustersetdns", default=".build/release/clustersetdns", help="the server's binary")
    parser.add_argument("--coredns", default=os.environ.get("COREDNS"), help="a CoreDNS 1.13, else $COREDNS")
    parser.add_argument("--quick", action="store_true", help="3 rounds of 0.4 s")
    parser.add_argument("--rounds", type=int, help="of every cell on every server (5)")
    parser.add_argument("--seconds", type=float, help="of one run (0.5)")
    parser.add_argument("--servers", nargs="+", default=site_of_servers.LABELS, choices=site_of_servers.LABELS)
    parser.add_argument("--parts", nargs="+", default=PARTS, choices=PARTS)
    parser.add_argument("--only", nargs="+", metavar="CELL", choices=[cell.name for cell in CELLS], help="these cells")
    parser.add_argument("--others", type=float, default=15, help="%% of a core that other work may take (15)")
    parser.add_argument("--out", default=".build/compare", help="where packages, JSON, page and chart go")
    parser.add_argument("--record", action="store_true", help="show this run in docs/benchmarks.md")
    options = parser.parse_args()
    options.rounds = options.rounds or (3 if options.quick else 5)
    options.seconds = options.seconds or (0.4 if options.quick else 0.5)
    options.command = shlex.join(["Benchmarks/compare", *sys.argv[1:]])
    options.clustersetdns = os.path.abspath(options.clustersetdns)
    options.coredns = options.coredns and os.path.abspath(options.coredns)
    for path in filter(None, (options.clustersetdns, options.coredns)):
        if not os.access(path, os.X_OK):
            parser.error(f"{path} is not a program; `make build` makes this server")
    os.makedirs(options.out, exist_ok=True)
    return options


main()
