"""The part of docs/benchmarks.md that shows the last run."""

import os

import table
from cells import CELLS

BEGIN, END = "<!-- compared -->", "<!-- end of the comparison -->"
CHART = "benchmarks-compare.svg"


def record(folder, document):
    """Writes the part anew between its marks, and the chart beside the page."""
    path = os.path.join(folder, "benchmarks.md")
    with open(path) as file:
        text = file.read()
    with open(path, "w") as file:
        file.write(replaced(text, document["text"]))
    with open(os.path.join(folder, CHART), "w") as file:
        file.write(document["chart"])


def replaced(text, part):
    """`text` with `part` between the marks; raises ValueError when they are not there, once and in order."""
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end or BEGIN in rest or END in after:
        raise ValueError(f"the page has no {BEGIN} before one {END}")
    return f"{before}{BEGIN}\n\n{part}\n{END}{after}"


def part(machine, versions, command, figures, targets):
    """Machine, versions and command, then targets, chart and tables."""
    named = ", ".join(f"{label} {version}" for label, version in sorted(versions.items()) if label != "commit")
    lines = [
        f"{machine['date']}, {machine['cores']} × {machine['processor']}, Linux {machine['kernel']}, {machine['system']}; "
        f"load average before {machine['load_average']:.1f}.",
        f"{named}; commit {versions.get('commit', 'unknown')}. By `{command}`:",
        "",
        table.target_table(targets),
        "",
        f"![CPU per query of each server]({CHART})",
        "",
    ]
    for cell in CELLS:
        if figures.labels(cell.name):
            lines += [f"**{cell.name}**", "", table.cell_table(figures, cell.name), ""]
    if figures.single:
        lines += ["**Single figures**: MiB of memory, µs of CPU, instructions", "", table.single_table(figures), ""]
    return "\n".join(lines)
