"""The targets: ratios within one run, and whether they hold."""

from dataclasses import dataclass
from statistics import median

from figures import spread
from ours import COREDNS_FILE, COREDNS_HOSTS, COREDNS_KUBERNETES, ECHO, OURS, OURS_EDE_OFF


@dataclass
class Target:
    """A bound for the median of `values`: at most, or at least if `at_least`."""

    figure: str
    bound: float
    values: list
    at_least: bool = False
    why_none: str = ""

    @property
    def miss(self):
        """By how much of the bound the median misses it; 0 or less when it holds, None when there is no median."""
        if not self.values:
            return None
        excess = median(self.values) / self.bound - 1 if self.bound else median(self.values)
        return -excess if self.at_least else excess

    @property
    def verdict(self):
        if self.miss is None:
            return "not measured" + (f": {self.why_none}" if self.why_none else "")
        return "holds" if self.miss <= 0 else f"misses by {self.miss * 100:.0f} %"

    def cells(self):
        """Figure, bound, what was measured, verdict."""
        sign = ">=" if self.at_least else "<="
        return [self.figure, f"{sign} {self.bound:g}", spread(self.values), self.verdict]

    def as_json(self):
        return {"figure": self.figure, "bound": self.bound, "atLeast": self.at_least, "values": self.values,
                "verdict": self.verdict}


def targets(figures):
    """All of them, measured or not."""
    return [*_instructions(figures), *_udp(figures), *_streams(figures), *_negative(figures), *_scale(figures)]


def _single(figures, name):
    """A number as a list of one, or an empty list and why there is none."""
    value = figures.single.get(name)
    return ([], value or "") if value is None or isinstance(value, str) else ([value], "")


def _instructions(figures):
    ours, why = _single(figures, "instructions ClusterSetDNS")
    theirs, _ = _single(figures, "instructions NSD")
    yield Target("user instructions per UDP query, A, 1,000 names", 800, ours, why_none=why)
    yield Target("... / NSD", 0.25, [ours[0] / theirs[0]] if ours and theirs else [], why_none=why)


def _ratio(figures, text, cell, other, bound, field="cpu", at_least=False):
    note = figures.note(cell, OURS) or figures.note(cell, other)
    return Target(text, bound, figures.ratios(cell, OURS, other, field), at_least, note)


def _udp(figures):
    for other, small, large in (
        (ECHO, 1.15, 1.20), ("NSD", 0.85, 0.75), ("Knot", 0.90, 0.80), (COREDNS_HOSTS, 0.35, 0.35),
        (COREDNS_FILE, 0.13, 0.13), (COREDNS_KUBERNETES, 0.13, 0.13),
    ):
        yield _ratio(figures, f"UDP, CPU per query / {other}, 1,000 services", "UDP 1k A", other, small)
        yield _ratio(figures, f"UDP, CPU per query / {other}, 100,000 services", "UDP 100k A", other, large)
    for other, bound in ((ECHO, 1.10), ("NSD", 0.90)):
        yield _ratio(figures, f"10,000 queries/s, CPU per query / {other}", "UDP 1k A 10k/s", other, bound)


def _streams(figures):
    for other, bound in (("NSD", 20), ("Knot", 12), (COREDNS_HOSTS, 15)):
        yield _ratio(figures, f"TCP pipelined, answers/s / {other}", "TCP 1k pipelined", other, bound, "qps", True)
    for other, bound in (("NSD", 0.65), ("Knot", 0.80)):
        yield _ratio(
            figures, f"TCP, one outstanding, CPU per query / {other}", "TCP 1k one outstanding", other, bound)
    for other, bound in (("NSD", 0.35), (COREDNS_HOSTS, 0.60)):
        yield _ratio(figures, f"DoT, CPU per query / {other}", "DoT 1k", other, bound)


def _negative(figures):
    """With EDNS, for without it there is no extended error; a build without `ede off` has none to switch off."""
    has_switch = bool(figures.values("EDE A EDNS", OURS_EDE_OFF, "cpu"))
    for kind in ("NXDOMAIN", "NODATA"):
        for mode, label, bound in (("off", OURS_EDE_OFF if has_switch else OURS, 1.10), ("on", OURS, 1.25)):
            known = has_switch or mode == "off"
            values = figures.ratios(f"EDE {kind} EDNS", label, label, other_cell="EDE A EDNS") if known else []
            yield Target(
                f"{kind}, EDE {mode}, CPU per query / positive answer", bound, values,
                why_none="" if known else "this build has no directive `ede off`")


def _scale(figures):
    for kind, bound in (("A", 45), ("A + SRV", 80)):
        ours, why = _single(figures, f"memory {kind} {OURS}")
        theirs, why_other = _single(figures, f"memory {kind} {COREDNS_KUBERNETES}")
        yield Target(f"resident, 100,000 services, {kind}, MiB", bound, ours, why_none=why)
        values = [ours[0] / theirs[0]] if ours and theirs else []
        yield Target(f"... / {COREDNS_KUBERNETES}", 0.40, values, why_none=why or why_other or "no CoreDNS")
    change, why = _single(figures, f"change A + SRV {OURS}")
    yield Target("one change among 100,000 services, CPU, µs", 100, change, why_none=why)
    label, changing = "ClusterSetDNS changing", "UDP 1k A changing"
    values = figures.ratios(changing, label, label, other_cell="UDP 1k A calm")
    yield Target("1,000 changes/s, CPU per query / calm", 1.10, values, why_none=figures.note(changing, label))
    lost = figures.values(changing, label, "lost")
    yield Target("... lost", 0, [float(sum(lost))] if lost else [], why_none=figures.note(changing, label))
