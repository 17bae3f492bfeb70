"""What was asked of the server: for tests that look at how a client behaves."""

from __future__ import annotations

import time
from collections import Counter, deque
from dataclasses import dataclass
from typing import Any

from connection import Request


@dataclass
class Entry:
    """One request and what became of it."""

    number: int
    time: float
    """Seconds since the server's start, monotonic."""
    method: str
    path: str
    query: str
    connection: int
    accepts_gzip: bool
    resource: str = ""
    verb: str = ""
    user: str = ""
    status: int = 0
    """0 as long as, or because, no head was written."""
    fault: str = ""

    def as_json(self) -> dict[str, Any]:
        return {
            "number": self.number, "time": round(self.time, 4), "method": self.method, "path": self.path,
            "query": self.query, "connection": self.connection, "acceptsGzip": self.accepts_gzip,
            "resource": self.resource, "verb": self.verb, "user": self.user, "status": self.status,
            "fault": self.fault}


class Journal:
    """The latest requests, and how many there were since it was cleared."""

    KEPT = 20_000

    def __init__(self) -> None:
        self._start = time.monotonic()
        self.clear()

    def clear(self) -> None:
        self.entries: deque[Entry] = deque(maxlen=self.KEPT)
        self.count = 0

    def begin(self, request: Request, connection: int) -> Entry:
        self.count += 1
        path, _, query = request.target.partition("?")
        entry = Entry(
            self.count, time.monotonic() - self._start, request.method, path, query, connection,
            "gzip" in request.headers.get("accept-encoding", ""))
        self.entries.append(entry)
        return entry

    def counters(self) -> dict[str, Any]:
        statuses = Counter(str(entry.status) for entry in self.entries)
        return {
            "requests": self.count,
            "maxPerSecond": self._most_per_second(),
            "statuses": dict(statuses),
            "verbs": dict(Counter(f"{entry.verb} {entry.resource}" for entry in self.entries)),
        }

    def _most_per_second(self) -> int:
        """The most requests of any second, wherever it begins."""
        most = 0
        window: deque[float] = deque()
        for entry in self.entries:
            window.append(entry.time)
            while window[0] <= entry.time - 1:
                window.popleft()
            most = max(most, len(window))
        return most
