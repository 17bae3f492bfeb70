"""Watches: the changes after a resourceVersion, one JSON object a line."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Iterable, Mapping

import status
from faults import Fault
from resources import ENDPOINT_SLICES
from response import JSON, Response
from routes import Target
from selection import Selection
from settings import Settings
from store import Change, Store, Stored, type_fields

INITIAL_BATCH = 500
"""How many objects are written before other requests get their turn."""


class Watch:
    """One watch that a client holds; raises what the API server refuses."""

    def __init__(
        self, target: Target, query: Mapping[str, str], store: Store, settings: Settings,
    ) -> None:
        self.target = target
        self._store = store
        self._settings = settings
        self._selection = Selection.of(target.namespace, query)
        self._has_bookmarks = query.get("allowWatchBookmarks") in ("1", "true")
        self._wants_initial = query.get("sendInitialEvents") in ("1", "true")
        _check(query, self._wants_initial, self._has_bookmarks, settings)
        text = query.get("resourceVersion", "") or "0"
        if not text.isdecimal():
            raise status.APIError(500, "InternalError", f'strconv.ParseUint: parsing "{text}": invalid syntax')
        self._asked = int(text)
        self._seconds = float(query.get("timeoutSeconds", "") or settings.watch_timeout)
        self._wake = asyncio.Event()
        self._faults: list[Fault] = []
        self.position = 0
        """Everything up to this resourceVersion is written."""
        self.is_established = False

    async def run(self, response: Response) -> None:
        """Writes until the time is over."""
        self._store.listeners.add(self._wake)
        try:
            await self._run(response)
        finally:
            self._store.listeners.discard(self._wake)

    def hit(self, fault: Fault) -> None:
        """Lets `fault` happen to this watch now."""
        self._faults.append(fault)
        self._wake.set()

    async def _run(self, response: Response) -> None:
        end = time.monotonic() + self._seconds
        await response.begin(200, JSON)
        if 0 < self._asked < self._store.oldest and not self._wants_initial:
            await self._expire(response, status.expired_version(self._asked, self._store.oldest))
            return
        await self._begin(response)
        self.is_established = True
        self._store.wake()
        bookmark = self._next_bookmark(end)
        while True:
            self._wake.clear()
            if await self._suffer(response):
                return
            now = time.monotonic()
            lines = self._news()
            if now >= bookmark:
                if self._is_current and self._has_bookmarks:
                    lines.append(self._bookmark())
                bookmark = self._next_bookmark(end)
            if lines:
                await response.send(lines)
                self._store.wake()
            if now >= end:
                break
            await response.break_if_due()
            try:
                async with asyncio.timeout(max(0, min(bookmark, end) - now)):
                    await self._wake.wait()
            except TimeoutError:
                pass
        await response.end()

    @property
    def _is_current(self) -> bool:
        """Whether the version asked for is not yet to come."""
        return self._store.number >= self._asked

    async def _begin(self, response: Response) -> None:
        """Writes what there is, unless the client knows it already."""
        if self._asked and not self._wants_initial:
            self.position = self._asked
            return
        self.position = self._store.number
        state = [stored for stored in self._store.state(self.target.resource) if self._selection.has(stored)]
        for start in range(0, len(state), INITIAL_BATCH):
            await response.send([self._line("ADDED", each) for each in state[start:start + INITIAL_BATCH]])
            await asyncio.sleep(0)
        if self._wants_initial:
            while not self._is_current:
                await self._wake.wait()
                self._wake.clear()
            await response.send([*self._news(), self._bookmark(is_initial_end=True)])

    def _news(self) -> list[bytes]:
        """The lines of what happened since the last ones."""
        changes = self._store.since(self.position)
        if changes:
            self.position = changes[-1].number
        return [line for change in changes for line in self._lines(change)]

    def _lines(self, change: Change) -> Iterable[bytes]:
        if change.resource is not self.target.resource:
            return
        had, has = self._selection.has(change.before), self._selection.has(change.after)
        if has and change.after:
            yield self._line("MODIFIED" if had else "ADDED", change.after)
        elif had and change.before:
            yield self._line("DELETED", change.before.restamped(change.number))

    def _line(self, event: str, stored: Stored) -> bytes:
        octets = stored.encoded(self.target.resource, self.target.version)
        return b'{"type":"%b","object":%b}\n' % (event.encode(), octets)

    def _bookmark(self, is_initial_end: bool = False) -> bytes:
        resource = self.target.resource
        metadata: dict[str, object] = {"resourceVersion": str(self._store.number)}
        if is_initial_end:
            metadata["annotations"] = {"k8s.io/initial-events-end": "true"}
        fields = type_fields(resource.kind, resource.group_version(self.target.version), resource.is_custom)
        rest = b',"addressType":"","endpoints":null,"ports":null' if resource is ENDPOINT_SLICES else b""
        return b'{"type":"BOOKMARK","object":{%b,"metadata":%b%b}}\n' % (
            fields, json.dumps(metadata, separators=(",", ":")).encode(), rest)

    def _next_bookmark(self, end: float) -> float:
        """As the API server's cache does: at intervals, and two seconds before the end."""
        now = time.monotonic()
        interval = now + self._settings.bookmark_interval
        return min(interval, end - 2) if now < end - 2 else interval

    async def _suffer(self, response: Response) -> bool:
        """Lets the faults happen that were called for; says whether the watch is over."""
        for fault in self._faults:
            if fault.breaks_body:
                await response.break_off(fault)
            elif fault.kind == "expired":
                number = self._store.number
                await self._expire(response, status.expired_version(number, number))
                return True
            elif fault.kind == "close":
                await response.end()
                return True
            else:
                await response.send([fault.octets])
        self._faults.clear()
        return False

    async def _expire(self, response: Response, error: status.APIError) -> None:
        line = {"type": "ERROR", "object": error.status}
        await response.send([json.dumps(line, separators=(",", ":")).encode() + b"\n"])
        await response.end()


def _check(query: Mapping[str, str], wants_initial: bool, has_bookmarks: bool, settings: Settings) -> None:
    """Raises for parameters that do not go together."""
    match = query.get("resourceVersionMatch", "")
    if "sendInitialEvents" not in query:
        if match:
            raise status.invalid_options(
                "resourceVersionMatch",
                "resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided")
        return
    if not settings.initial_events:
        raise status.invalid_options(
            "sendInitialEvents",
            "sendInitialEvents is forbidden for watch unless the WatchList feature gate is enabled")
    if match != "NotOlderThan":
        raise status.invalid_options(
            "resourceVersionMatch", "sendInitialEvents requires setting resourceVersionMatch to NotOlderThan")
    if wants_initial and not has_bookmarks:
        raise status.invalid_options(
            "allowWatchBookmarks", "sendInitialEvents requires setting allowWatchBookmarks to true")
