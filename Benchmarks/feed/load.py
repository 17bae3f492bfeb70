"""Many changes per second."""

import time

import starts
from api import Connection
from convergence import lag
from writers import Writers

PATIENCE = 120


def measure(report, fleet, servers, rate, seconds):
    """Changes `rate` services per second for each server alone: what both use would be missing to the API server."""
    runs = {server.label: _Run(fleet, server, rate, seconds) for server in servers}
    name = f"{len(fleet.services)} services, {rate} changes/s asked"

    def add(measure, figure, digits=2):
        report.add(f"{name}: {measure}", {label: figure(run) for label, run in runs.items()}, digits)

    add("changes/s the API server took", lambda run: run.reached, 0)
    report.add_percentiles(f"{name}: lag meanwhile", {label: run.meanwhile for label, run in runs.items()})
    add("lag of the last changes, ms", lambda run: run.behind)
    add("services wrong after that", lambda run: run.wrong)
    add("CPU, s", lambda run: run.used)
    add("CPU per change, ms", lambda run: run.used * 1000 / run.changes)
    add("CPU, % of a core", lambda run: run.used * 100 / run.took, 1)


class _Run:
    """One server under one load; meanwhile, a few times a second, one more change whose lag is taken."""

    def __init__(self, fleet, server, rate, seconds):
        probe, *changed = fleet.services
        starts.start(fleet, server)
        before = server.cpu
        writers = Writers(fleet.cluster, changed, fleet.reserve(rate * seconds + 10_000), rate, seconds)
        self.meanwhile = _probe(probe, fleet, server, writers.end - 1)
        writers.wait()
        self.behind = _behind(server, writers)
        self.used = server.cpu - before
        self.changes, self.took = writers.changes, writers.ended - writers.begin
        self.reached = self.changes / self.took
        questions = [service.question() for service in changed]
        self.wrong = sum(not question.is_answered(server.resolver.ask(question)) for question in questions)
        server.stop()


def _probe(service, fleet, server, end):
    connection, lags = Connection(fleet.cluster), []
    while time.monotonic() < end:
        lags.append(lag(service, connection, fleet, server))
        time.sleep(0.2)
    return lags


def _behind(server, writers):
    """Milliseconds from the last reply until the last change of every connection is right."""
    for service in writers.last:
        if server.resolver.until_answered(service.question(), writers.ended + PATIENCE) is None:
            return PATIENCE * 1000.0
    return (time.monotonic() - writers.ended) * 1000
