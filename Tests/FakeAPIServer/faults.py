"""What goes wrong on purpose, when and how often."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

KINDS = {
    "status": "another status code with its Status object: code, retryAfter, reason, message",
    "expired": "410: of a list as its response, of a watch as an ERROR event",
    "body": "a body of its own: text, type, code",
    "redirect": "to another place: location, code",
    "headers": "a header of its own of so many octets: octets",
    "delay": "the response begins later: seconds",
    "stall": "nothing more is written: at, after",
    "reset": "the connection ends with RST: at, after",
    "end": "the connection ends with FIN: at, after",
    "drip": "the response comes at so many octets a second: rate",
    "unchunked": "a body without length and chunks, ended by the connection's end",
    "chunks": "chunks of these sizes in turn: sizes",
    "lines": "lines written into a watch: lines",
    "long": "one line of so many octets in a watch: octets, after",
    "close": "a watch ends as when its time is over",
}

BREAKS = ("stall", "reset", "end")


class FaultError(ValueError):
    """A fault that there is not."""


@dataclass
class Fault:
    """One fault with whatever its kind takes, and the requests it hits."""

    kind: str
    resource: str = "*"
    """The plural, `discovery` for everything that is no resource, or `*`."""
    verb: str = "*"
    page: int | None = None
    """Of a list, the first being 1."""
    skip: int = 0
    """How many requests go well before."""
    times: int | None = None
    """How many requests it hits; none: until it is cleared."""
    at: str = "object"
    """Where a response stops: before its `headers`, inside an `object`, or whole objects later, `idle`."""
    after: int = 0
    """How many objects or lines are written before."""
    options: dict[str, Any] = field(default_factory=dict)
    number: int = 0
    hits: int = 0

    @classmethod
    def reading(cls, description: dict[str, Any]) -> Fault:
        """Raises FaultError for what is none."""
        own = {name: description[name] for name in (
            "kind", "resource", "verb", "page", "skip", "times", "at", "after") if name in description}
        fault = cls(**own, options={name: value for name, value in description.items() if name not in own})
        if fault.kind not in KINDS:
            raise FaultError(f"no such fault: {fault.kind}; there are {', '.join(KINDS)}")
        if fault.at not in ("headers", "object", "idle"):
            raise FaultError(f"at is headers, object or idle, not {fault.at}")
        return fault

    @property
    def breaks_headers(self) -> bool:
        return self.kind in BREAKS and self.at == "headers"

    @property
    def breaks_body(self) -> bool:
        return self.kind in BREAKS and self.at != "headers"

    @property
    def octets(self) -> bytes:
        """What `lines` and `long` write."""
        if self.kind == "long":
            head, tail = b'{"type":"MODIFIED","object":{"metadata":{"name":"', b'"}}}\n'
            return head + b"x" * (int(self.options["octets"]) - len(head) - len(tail)) + tail
        lines = self.options["lines"]
        texts = [line if isinstance(line, str) else json.dumps(line, separators=(",", ":")) for line in lines]
        # A lone surrogate \udcXX stands for the octet XX, which need not be UTF-8.
        return "".join(f"{text}\n" for text in texts).encode("utf-8", "surrogateescape")

    def as_json(self) -> dict[str, Any]:
        return {
            "id": self.number, "kind": self.kind, "resource": self.resource, "verb": self.verb,
            "hits": self.hits, "left": self.times,
        }

    def is_of(self, resource: str, verb: str) -> bool:
        return self.resource in ("*", resource) and self.verb in ("*", verb)


class Faults:
    """The faults in the order of their coming; the first that matches hits."""

    def __init__(self) -> None:
        self.present: list[Fault] = []
        self.hits = 0
        self._count = 0

    def add(self, fault: Fault) -> None:
        self._count += 1
        fault.number = self._count
        self.present.append(fault)

    def clear(self) -> None:
        self.present.clear()

    def next(self, resource: str, verb: str, page: int) -> Fault | None:
        """The fault that hits the request, counted off."""
        for fault in self.present:
            if not fault.is_of(resource, verb) or fault.page not in (None, page):
                continue
            if fault.skip > 0:
                fault.skip -= 1
                continue
            self.hits += 1
            fault.hits += 1
            if fault.times is not None:
                fault.times -= 1
                if fault.times <= 0:
                    self.present.remove(fault)
            return fault
        return None
