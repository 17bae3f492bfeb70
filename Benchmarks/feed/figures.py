"""Medians, and how they are shown."""

from statistics import median


def spread(values, digits=2):
    """`MEDIAN [LEAST-MOST]`."""
    if not values:
        return "none"
    return f"{median(values):.{digits}f} [{min(values):.{digits}f}-{max(values):.{digits}f}]"


def percentile(values, share):
    """The least value that `share` of them do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


class Report:
    """Rows of figures, one column a server: printed as they come, kept for the JSON."""

    def __init__(self, labels):
        self.labels, self.rows = labels, []
        self._print("measure", labels)
        self._print("---", ["---:"] * len(labels))

    def add(self, measure, figures, digits=2):
        """`figures` holds the values of each server: several are shown as a median, one as it is."""
        self.rows.append({"measure": measure, **figures})
        self._print(measure, [_shown(figures.get(label), digits) for label in self.labels])

    def add_percentiles(self, measure, milliseconds):
        """Three rows: the half and nine tenths of the values that are least, and all."""
        for name, share in (("p50", 0.5), ("p90", 0.9), ("max", 1.0)):
            values = {label: percentile(found, share) for label, found in milliseconds.items()}
            self.add(f"{measure}, {name}, ms", values)

    def note(self, text):
        self.rows.append({"note": text})
        self._print(text, [""] * len(self.labels))

    def _print(self, first, cells):
        print("| " + " | ".join([first, *cells]) + " |", flush=True)


def _shown(value, digits):
    if isinstance(value, list):
        return spread(value, digits)
    return f"{value:.{digits}f}" if isinstance(value, float) else str(value)
