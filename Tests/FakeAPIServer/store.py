"""The objects, their one resourceVersion counter and the history of their changes."""

from __future__ import annotations

import asyncio
import datetime
import json
import uuid
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

import resources
from resources import Resource


class Stored:
    """One object as it was after one change; its JSON is written once."""

    __slots__ = ("key", "content", "_octets")

    def __init__(self, key: str, content: Any) -> None:
        self.key = key
        self.content = content
        """Without `apiVersion` and `kind`, unless it is no object at all."""
        self._octets: bytes | None = None

    @property
    def metadata(self) -> dict[str, Any]:
        metadata = self.content.get("metadata") if isinstance(self.content, dict) else None
        return metadata if isinstance(metadata, dict) else {}

    @property
    def labels(self) -> dict[str, str]:
        labels = self.metadata.get("labels")
        return labels if isinstance(labels, dict) else {}

    def encoded(self, resource: Resource, version: str, has_kind: bool = True) -> bytes:
        """The object's JSON in the given version: the versions of a resource differ only in their name."""
        if self._octets is None:
            self._octets = json.dumps(
                self.content, separators=(",", ":"), sort_keys=resource.is_custom, ensure_ascii=False,
            ).encode("utf-8", "backslashreplace")
        if not has_kind or not self._octets.startswith(b"{"):
            return self._octets
        head = type_fields(resource.kind, resource.group_version(version), resource.is_custom)
        return b"{%b%b%b" % (head, b"," if len(self._octets) > 2 else b"", self._octets[1:])

    def restamped(self, number: int) -> Stored:
        """The same object at another resourceVersion: how a deletion shows it."""
        if not self.metadata:
            return self
        metadata = {**self.metadata, "resourceVersion": str(number)}
        return Stored(self.key, {**self.content, "metadata": metadata})


def type_fields(kind: str, group_version: str, is_custom: bool) -> bytes:
    """The two fields that every object begins with: custom resources have their keys in order, others do not."""
    fields = f'"apiVersion":"{group_version}","kind":"{kind}"' if is_custom else \
        f'"kind":"{kind}","apiVersion":"{group_version}"'
    return fields.encode()


@dataclass(frozen=True, slots=True)
class Change:
    """One step of the counter: an object put (`after`) or removed."""

    number: int
    resource: Resource
    before: Stored | None
    after: Stored | None


class Compacted(Exception):
    """The state asked for is older than what the history still tells."""


class Store:
    """Objects by resource and key, and what happened to them since `oldest`."""

    HISTORY = 200_000
    STATES = 16

    def __init__(self) -> None:
        self.number = 1000
        self.oldest = self.number
        """Changes after this one are known."""
        self.objects: dict[str, dict[str, Stored]] = {name: {} for name in resources.ALL}
        self.listeners: set[asyncio.Event] = set()
        """Set at every change."""
        self._history: list[Change] = []
        self._states: dict[tuple[str, int], list[Stored]] = {}
        self._saved: tuple[int, dict[str, dict[str, Stored]]] | None = None
        for name in ("default", "kube-system"):
            self.put(resources.NAMESPACES, None, name, namespace(name))

    def get(self, resource: Resource, key: str) -> Stored | None:
        return self.objects[resource.plural].get(key)

    def put(self, resource: Resource, namespace: str | None, name: str, content: Any) -> Stored:
        """Stores whatever it is given: only the metadata, where it is an object, is completed."""
        key = resource.key(namespace, name)
        before = self.get(resource, key)
        self.number += 1
        if isinstance(content, dict):
            content = {field: value for field, value in content.items() if field not in ("apiVersion", "kind")}
            if isinstance(content.setdefault("metadata", {}), dict):
                identity = {"name": name, **({"namespace": namespace} if resource.is_namespaced else {})}
                content["metadata"] = stamped(
                    {**identity, **content["metadata"]}, before.metadata if before else {}, self.number)
        after = Stored(key, content)
        self.objects[resource.plural][key] = after
        self._record(Change(self.number, resource, before, after))
        return after

    def delete(self, resource: Resource, key: str) -> Stored | None:
        """What was there, now gone; a namespace takes what is in it along."""
        before = self.objects[resource.plural].pop(key, None)
        if before is None:
            return None
        if resource is resources.NAMESPACES:
            for other in (resource for resource in resources.ALL.values() if resource.is_namespaced):
                for inner in [each for each in self.objects[other.plural] if each.startswith(f"{key}/")]:
                    self.delete(other, inner)
        self.number += 1
        self._record(Change(self.number, resource, before, None))
        return before.restamped(self.number)

    def state(self, resource: Resource, number: int | None = None) -> list[Stored]:
        """Every object in order of its key, as things stood at `number`; raises Compacted."""
        number = self.number if number is None else number
        known = self._states.get((resource.plural, number))
        if known is not None:
            return known
        if number < self.oldest:
            raise Compacted
        objects = dict(self.objects[resource.plural])
        for change in reversed(self.since(number)):
            if change.resource is not resource:
                continue
            if change.before:
                objects[change.before.key] = change.before
            elif change.after:
                del objects[change.after.key]
        state = sorted(objects.values(), key=attrgetter("key"))
        if len(self._states) >= self.STATES:
            del self._states[next(iter(self._states))]
        self._states[resource.plural, number] = state
        return state

    def since(self, number: int) -> list[Change]:
        """The changes after `number`, oldest first."""
        return self._history[bisect_right(self._history, number, key=attrgetter("number")):]

    def compact(self) -> None:
        """Forgets what was before now; watches that are open go on."""
        self.oldest = self.number
        self._states.clear()

    def save(self) -> None:
        """Keeps the present state for `restore`."""
        self._saved = (self.number, {name: dict(objects) for name, objects in self.objects.items()})

    def restore(self, number: int | None) -> None:
        """Goes back to what was saved, or only to `number`, as a restored etcd does: the history is lost."""
        if self._saved:
            self.number, objects = self._saved
            self.objects = {name: dict(content) for name, content in objects.items()}
        if number is not None:
            self.number = number
        self._history.clear()
        self.compact()

    def wake(self) -> None:
        for listener in self.listeners:
            listener.set()

    async def wait(self, holds: Callable[[], bool], seconds: float) -> bool:
        """Returns whether `holds` came true within `seconds`; it is asked after every change."""
        listener = asyncio.Event()
        self.listeners.add(listener)
        try:
            async with asyncio.timeout(seconds):
                while not holds():
                    await listener.wait()
                    listener.clear()
            return True
        except TimeoutError:
            return False
        finally:
            self.listeners.discard(listener)

    def _record(self, change: Change) -> None:
        self._history.append(change)
        if len(self._history) > self.HISTORY:
            del self._history[:self.HISTORY // 2]
            self.oldest = max(self.oldest, self._history[0].number - 1)
        self.wake()


def stamped(metadata: dict[str, Any], before: dict[str, Any], number: int) -> dict[str, Any]:
    """`metadata` with what the server adds to it."""
    now = datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    return {
        **metadata,
        "uid": metadata.get("uid") or before.get("uid") or str(uuid.uuid4()),
        "resourceVersion": str(number),
        "creationTimestamp": metadata.get("creationTimestamp") or before.get("creationTimestamp") or now,
    }


def namespace(name: str) -> dict[str, Any]:
    """A Namespace as the API server completes it."""
    return {
        "metadata": {"name": name, "labels": {"kubernetes.io/metadata.name": name}},
        "spec": {"finalizers": ["kubernetes"]},
        "status": {"phase": "Active"},
    }
