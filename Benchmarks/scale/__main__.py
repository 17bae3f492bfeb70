"""Measures what more and more services cost; see README.md."""

import argparse
import json
import os
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../compare"))

import machine  # noqa: E402
import programs  # noqa: E402
from fit import lines  # noqa: E402
from measure import measure  # noqa: E402
from shapes import SHAPES, points  # noqa: E402

COLUMNS = {
    "services": 0, "endpoints": 0, "names": 0, "resident": 1, "anonymous": 1, "zone": 1, "peak": 1, "start": 1,
    "start CPU": 2, "query CPU, us": 2, "change CPU, us": 0, "relist": 1, "relist CPU": 2, "resident after it": 1,
    "peak of it": 1,
}
"""The figures, in the order of the table, and how many decimals they have there."""


def main():
    options = _options()
    rows = []
    print("| shape | " + " | ".join(COLUMNS) + " |\n|---" + "|---:" * len(COLUMNS) + "|", flush=True)
    with tempfile.TemporaryDirectory(prefix="scale-") as folder:
        program = programs.compile_all(folder)["load"]
        for number, shape in enumerate(points(options.shapes, options.sizes, options.most_endpoints)):
            figures = measure(shape, options.clustersetdns, os.path.join(folder, str(number)), program)
            rows.append({"shape": shape.label, **figures})
            print(f"| {shape.label} | " + " | ".join(_cell(figures, name) for name in COLUMNS) + " |", flush=True)
    fitted = lines(rows)
    print("\n| shape | figure | without services | for each 1,000 |\n|---|---|---:|---:|")
    for label, figure, unit, constant, slope in fitted:
        print(f"| {label} | {figure.split(',')[0]} | {constant:.3g} {unit} | {slope:.3g} {unit} |")
    with open(options.json, "w") as file:
        json.dump({"machine": machine.describe(), "rows": rows, "lines": fitted}, file, indent=1)


def _cell(figures, name):
    return f"{figures[name]:,.{COLUMNS[name]}f}" if name in figures else ""


def _options():
    parser = argparse.ArgumentParser(prog="Benchmarks/scale", description=__doc__)
    parser.add_argument("--clustersetdns", default=".build/release/clustersetdns", help="the server's binary")
    parser.add_argument("--shapes", nargs="+", default=list(SHAPES), choices=list(SHAPES))
    parser.add_argument(
        "--sizes", nargs="+", type=int, default=[1000, 10_000, 100_000],
        help="services; of headless ones, endpoints")
    parser.add_argument(
        "--most-endpoints", type=int, default=1_000_000, help="leave out what has several to a service, and more")
    parser.add_argument("--json", default=".build/scale.json", help="where the figures go, beside the table")
    return parser.parse_args()


main()
