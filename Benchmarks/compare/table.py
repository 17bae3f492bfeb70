"""Tables in Markdown, for the terminal and for the page."""

from figures import spread
from ours import ECHO

COLUMNS = ["server", "answers/s", "lost", "p50 / p99, µs", "CPU, µs", "user, µs", "/ echo", "MiB", "note"]


def rows(header, lines):
    """A table whose columns are as wide as what they hold."""
    cells = [header, *lines]
    widths = [max(len(str(line[column])) for line in cells) for column in range(len(header))]
    out = ["| " + " | ".join(str(cell).ljust(width) for cell, width in zip(line, widths)) + " |" for line in cells]
    return "\n".join([out[0], "|" + "|".join("-" * (width + 2) for width in widths) + "|", *out[1:]])


def cell_table(figures, cell):
    """One line for each server that was to be measured."""
    return rows(COLUMNS, [_line(figures, cell, label) for label in figures.labels(cell)])


def _line(figures, cell, label):
    def values(field):
        return figures.values(cell, label, field)

    if not values("qps"):
        return [label, *[""] * (len(COLUMNS) - 2), figures.note(cell, label)]
    ratio = spread(figures.ratios(cell, label, ECHO)) if figures.values(cell, ECHO, "cpu") else ""
    delay = f"{spread(values('p50'), 0)} / {spread(values('p99'), 0)}"
    resident = spread(values("resident"), 1).split(" ")[0]
    return [
        label, spread(values("qps"), 0), str(sum(values("lost"))), delay, spread(values("cpu")), spread(values("user")),
        ratio, resident, figures.note(cell, label),
    ]


def target_table(targets):
    return rows(["figure", "target", "measured", ""], [target.cells() for target in targets])


def single_table(figures):
    """The figures that are one number each."""
    shown = [
        [name, f"{value:.1f}" if isinstance(value, float) else value] for name, value in figures.single.items()]
    return rows(["figure", "measured"], shown)
