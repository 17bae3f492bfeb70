"""What was measured, and medians of it."""

from dataclasses import asdict
from statistics import median


def spread(values, digits=2):
    """`MEDIAN [LEAST-MOST]`."""
    if not values:
        return "none"
    return f"{median(values):.{digits}f} [{min(values):.{digits}f}-{max(values):.{digits}f}]"


class Figures:
    """Samples by cell, server and round; why there are none; and figures that are one number."""

    def __init__(self):
        self._samples, self.problems, self.refused, self.single = {}, {}, {}, {}

    def add(self, cell, label, number, sample):
        self._samples.setdefault((cell, label), {})[number] = sample

    def refuse(self, cell, label, others):
        """A round that other work on the machine disturbed."""
        self.refused.setdefault((cell, label), []).append(others)

    def fail(self, cell, label, problem):
        self.problems[cell, label] = problem

    def labels(self, cell):
        """Every server that was to be measured in a cell, in the order of the first attempt."""
        keys = dict.fromkeys([*self._samples, *self.problems, *self.refused])
        return [label for name, label in keys if name == cell]

    def values(self, cell, label, field):
        return [getattr(sample, field) for sample in self._samples.get((cell, label), {}).values()]

    def ratios(self, cell, label, other, field="cpu", other_cell=None):
        """The field's ratio of one server to another in each round that has both."""
        ours = self._samples.get((cell, label), {})
        theirs = self._samples.get((other_cell or cell, other), {})
        both = [(getattr(ours[number], field), getattr(theirs[number], field)) for number in ours if number in theirs]
        return [one / another for one, another in both if another > 0]

    def note(self, cell, label):
        """What is to be known about a server's row: why it is empty, or how many rounds were not taken."""
        if (cell, label) in self.problems:
            return self.problems[cell, label]
        refused = self.refused.get((cell, label), [])
        if not refused:
            return ""
        return f"{len(refused)} rounds refused, others up to {max(refused):.0f} %"

    def as_json(self):
        rows = []
        for cell in dict.fromkeys(cell for cell, _ in [*self._samples, *self.problems, *self.refused]):
            for label in self.labels(cell):
                rounds = self._samples.get((cell, label), {})
                rows.append({
                    "cell": cell, "server": label, "problem": self.problems.get((cell, label)),
                    "refused": self.refused.get((cell, label), []),
                    "rounds": {str(number): asdict(sample) for number, sample in rounds.items()},
                })
        return {"cells": rows, "single": self.single}
