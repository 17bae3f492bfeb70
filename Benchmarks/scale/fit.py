"""Straight lines through what was measured."""

FITS = {
    "resident": "MiB", "zone": "MiB", "start CPU": "s", "relist CPU": "s", "query CPU, us": "us", "change CPU, us": "us",
}
"""What grows with the number of services, or should not, and its unit."""


def line(points):
    """(At nothing, for each) of the line with the least sum of squared relative errors; None of fewer than two points."""
    if len(points) < 2:
        return None
    weighted = [(1 / (y * y or 1), x, y) for x, y in points]
    w = sum(weight for weight, _, _ in weighted)
    x_mean = sum(weight * x for weight, x, _ in weighted) / w
    y_mean = sum(weight * y for weight, _, y in weighted) / w
    spread = sum(weight * (x - x_mean) ** 2 for weight, x, _ in weighted)
    if spread == 0:
        return None
    slope = sum(weight * (x - x_mean) * (y - y_mean) for weight, x, y in weighted) / spread
    return y_mean - slope * x_mean, slope


def lines(rows):
    """The lines of every shape: label, figure, its value without services, and what 1,000 services add."""
    found = []
    for label in dict.fromkeys(row["shape"] for row in rows):
        own = [row for row in rows if row["shape"] == label]
        for figure, unit in FITS.items():
            fitted = line([(row["services"], row[figure]) for row in own if figure in row])
            if fitted:
                found.append((label, figure, unit, fitted[0], 1000 * fitted[1]))
    return found
