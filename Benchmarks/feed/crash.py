"""The API server dies and comes back: who answers meanwhile, and when the first new name is right."""

import subprocess
import threading
import time

import starts
from api import Connection, Refused
from convergence import turns
from dns import Resolver
from objects import IMPORTS

WATCH = "/apis/multicluster.x-k8s.io/v1alpha1/serviceimports?watch=1&timeoutSeconds=1&resourceVersion=0"
OUTAGE = 5
PATIENCE = 120


def measure(report, fleet, servers, kill, start, rounds):
    """For each server alone, so many times: `kill` ends the API server, `start` begins it anew after the outage."""
    runs = {server.label: [] for server in servers}
    for server in turns(servers, rounds):
        runs[server.label].append(_Run(fleet, server, kill, start))

    def add(measure, figure, digits=2):
        figures = {label: [figure(run) for run in found] for label, found in runs.items()}
        report.add(f"{len(fleet.services)} services, API server crashed: {measure}", figures, digits)

    add("new name right, s after its write was taken", lambda run: run.answered - run.written)
    add("new name right, s after a watch of imports was taken", lambda run: run.answered - run.watched)
    add("new name right, s after /readyz", lambda run: run.answered - run.ready)
    add("queries for a known name not answered rightly", lambda run: run.known.missed, 0)
    add("longest time without a right answer, ms", lambda run: run.known.gap, 0)


class _Run:
    """One crash, and when (monotonic seconds) the API server was back and the server caught up."""

    def __init__(self, fleet, server, kill, start):
        starts.start(fleet, server)
        self.known = _Known(server, fleet.services[0].question())
        subprocess.run(kill, shell=True, check=True)
        time.sleep(OUTAGE)
        ready = _Until(lambda: Connection(fleet.cluster).send("GET", "/readyz"))
        watched = _Until(lambda: Connection(fleet.cluster).opens(WATCH))
        subprocess.run(start, shell=True, check=True, stdout=subprocess.DEVNULL)
        service = fleet.newcomer()
        self.written = _create(fleet, service)
        self.answered = server.resolver.until_answered(service.question(), self.written + PATIENCE, pause=0.002)
        if self.answered is None:
            raise SystemExit(f"{server.label} is not right {PATIENCE} s after the crash; its log: {server.log}")
        self.ready, self.watched = ready.when, watched.when
        self.known.end()
        server.stop()


def _create(fleet, service):
    """Writes an import, again and again until the API server takes it; returns when it had replied."""
    connection, begun = Connection(fleet.cluster), time.monotonic()
    while time.monotonic() < begun + PATIENCE:
        try:
            return connection.create(IMPORTS.format(service.namespace), service.imported)[1]
        except Refused as refused:
            if refused.status == 409:
                return time.monotonic()
        except OSError:
            pass
        time.sleep(0.005)
    raise SystemExit("the API server did not come back")


class _Until:
    """Tries something, 50 times a second, until it succeeds."""

    def __init__(self, attempt):
        self.attempt = attempt
        self.thread = threading.Thread(target=self._try, daemon=True)
        self.thread.start()

    @property
    def when(self):
        """When it succeeded (monotonic seconds)."""
        self.thread.join()
        return self.ended

    def _try(self):
        begun = self.ended = time.monotonic()
        while self.ended < begun + PATIENCE:
            try:
                if self.attempt():
                    break
            except (OSError, Refused):
                pass
            time.sleep(0.02)
            self.ended = time.monotonic()
        self.ended = time.monotonic()


class _Known:
    """Asks one server for a known name, 200 times a second, all the time."""

    def __init__(self, server, question):
        self.question, self.resolver = question, Resolver(server.port)
        self.missed, self.gap, self.ended = 0, 0.0, False
        self.thread = threading.Thread(target=self._ask, daemon=True)
        self.thread.start()

    def _ask(self):
        right = time.monotonic()
        while not self.ended:
            is_right = self.question.is_answered(self.resolver.ask(self.question))
            now = time.monotonic()
            self.gap = max(self.gap, (now - right) * 1000)
            if is_right:
                right = now
            else:
                self.missed += 1
            time.sleep(0.005)

    def end(self):
        self.ended = True
        self.thread.join()
