"""A chart of the figures, in SVG: a panel for each of the main cells, a bar for each server."""

from html import escape
from statistics import median

from ours import OURS

PANELS = [
    ("UDP 1k A", "cpu", "UDP, 1,000 services: CPU µs per query"),
    ("UDP 100k A", "cpu", "UDP, 100,000 services: CPU µs per query"),
    ("UDP 1k A 10k/s", "cpu", "UDP at 10,000 queries/s: CPU µs per query"),
    ("TCP 1k one outstanding", "cpu", "TCP, one outstanding query: CPU µs per query"),
    ("TCP 1k pipelined", "qps", "TCP, pipelined: thousand answers per second"),
    ("DoT 1k", "cpu", "DNS over TLS: CPU µs per query"),
]
WIDTH, LABELS, VALUES, LINE, HEAD, GAP = 470, 168, 62, 22, 34, 26
STYLE = """
text { font: 12px system-ui, sans-serif; fill: #24292f } .head { font-weight: 600; font-size: 13px }
.bar { fill: #9db4cc } .ours { fill: #d9480f } .echo { fill: #ced4da } .range { stroke: #24292f; stroke-width: 1 }
"""


def chart(figures):
    """The whole picture; a bar ends at the median, a thin line spans least and most."""
    panels = [(title, _bars(figures, cell, field)) for cell, field, title in PANELS]
    panels = [(title, bars) for title, bars in panels if bars]
    parts, top = [], GAP
    for row in range(0, len(panels), 2):
        pair = panels[row : row + 2]
        for column, (title, bars) in enumerate(pair):
            parts += _panel(title, bars, GAP + column * (WIDTH + GAP), top)
        top += HEAD + LINE * max(len(bars) for _, bars in pair) + GAP
    width = 2 * WIDTH + 3 * GAP
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {top}" width="{width}" height="{top}">'
    background = f'<rect width="{width}" height="{top}" fill="#ffffff"/>'
    return "\n".join([head, f"<style>{STYLE}</style>", background, *parts, "</svg>"]) + "\n"


def _bars(figures, cell, field):
    """Label and values of each server, the best first."""
    scale = 1000 if field == "qps" else 1
    found = [(label, [value / scale for value in figures.values(cell, label, field)]) for label in figures.labels(cell)]
    found = [(label, values) for label, values in found if values]
    return sorted(found, key=lambda bar: median(bar[1]), reverse=field == "qps")


def _panel(title, bars, left, top):
    room = WIDTH - LABELS - VALUES
    # One server that is far off must not flatten the others: its bar is cut, its number is not.
    medians = sorted(median(values) for _, values in bars)
    most = min(medians[-1], 4 * medians[len(medians) // 2])
    yield f'<text class="head" x="{left}" y="{top + 16}">{escape(title)}</text>'
    for number, (label, values) in enumerate(bars):
        middle = top + HEAD + LINE * number + LINE / 2
        start, length = left + LABELS, min(median(values) / most, 1) * room
        kind = "ours" if label == OURS else "echo" if label == "echo" else "bar"
        yield f'<text x="{start - 8}" y="{middle + 4:.1f}" text-anchor="end">{escape(label)}</text>'
        yield f'<rect class="{kind}" x="{start}" y="{middle - 7:.1f}" width="{length:.1f}" height="14"/>'
        least, greatest = (start + min(value / most, 1) * room for value in (min(values), max(values)))
        yield f'<line class="range" x1="{least:.1f}" x2="{greatest:.1f}" y1="{middle:.1f}" y2="{middle:.1f}"/>'
        cut = " »" if median(values) > most else ""
        digits = 0 if median(values) >= 100 else 2
        place = max(start + length, greatest) + 6
        yield f'<text x="{place:.1f}" y="{middle + 4:.1f}">{median(values):,.{digits}f}{cut}</text>'
