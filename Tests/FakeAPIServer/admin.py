"""The other port: what tests do to the server, and what they see of it."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import resources
from connection import Connection, Request
from faults import KINDS, Fault
from listener import Listener
from api import API
from resources import Resource
from response import Reply, Response
from samples import Churn, fill


class AdminError(Exception):
    """A request to the admin port that makes no sense."""


class Admin:
    """Answers `/_fake/…`; README.md describes each path."""

    def __init__(self, api: API, listener: Listener) -> None:
        self._api = api
        self._listener = listener
        self._churn: Churn | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    async def respond(self, request: Request, connection: Connection) -> None:
        try:
            body = json.loads(request.body) if request.body else {}
            code, content = await self._answer(request, body)
        except (AdminError, ValueError, TypeError, KeyError, AttributeError) as error:
            code, content = 400, {"error": f"{type(error).__name__}: {error}"}
        content = {"resourceVersion": self._api.store.number, **content}
        text = json.dumps(content).encode() + b"\n"
        await Response(connection).whole(Reply(code, [text]))

    async def _answer(self, request: Request, body: Any) -> tuple[int, dict[str, Any]]:
        api, store = self._api, self._api.store
        prefix, *path = request.path.strip("/").split("/")
        if prefix != "_fake":
            raise AdminError("every path begins with /_fake/")
        match request.method, *path:
            case "GET", "counters":
                return 200, self._counters()
            case "GET", "wait":
                return await self._wait(request.query)
            case "GET", "log":
                return 200, {"requests": [entry.as_json() for entry in api.journal.entries]}
            case "DELETE", "log":
                api.journal.clear()
            case "POST", "objects":
                for content in body["items"] if "items" in body else [body]:
                    self._put(content)
            case "PUT", "objects", *place:
                store.put(*_place(place), body)
            case "DELETE", "objects", *place:
                resource, namespace, name = _place(place)
                if not store.delete(resource, resource.key(namespace, name)):
                    raise AdminError(f"there is no {'/'.join(place)}")
            case "POST", "bulk":
                await fill(store, **body)
            case "POST", "churn":
                self._churn = Churn(store, **body)
                self._start(self._churn.run())
            case "GET", "churn":
                return 200, {"last": self._churn.last if self._churn else {}}
            case "GET", "settings":
                return 200, api.settings.as_json()
            case "POST", "settings":
                api.settings.update(body)
                api.close_unserved()
            case "GET", "faults":
                return 200, {"faults": [fault.as_json() for fault in api.faults.present], "kinds": KINDS}
            case "POST", "faults":
                fault = Fault.reading(body)
                api.faults.add(fault)
                return 200, {"id": fault.number}
            case "DELETE", "faults":
                api.faults.clear()
            case "POST", "watches":
                return 200, {"hit": api.hit_watches(Fault.reading(body))}
            case "POST", "down":
                self._listener.close(keeps_connections=body.get("keepsConnections", False))
                if "seconds" in body:
                    self._start(self._rise(body["seconds"]))
            case "POST", "up":
                await self._listener.open()
            case "POST", "compact":
                store.compact()
            case "POST", "save":
                store.save()
            case "POST", "restore":
                store.restore(body.get("resourceVersion"))
                self._listener.cut()
            case "POST", "reset":
                self._listener.close()
                self._listener.accepted = 0
                for task in self._tasks:
                    task.cancel()
                api.reset()
                await self._listener.open()
            case _:
                return 404, {"error": f"no {request.method} {request.path}"}
        return 200, {}

    def _counters(self) -> dict[str, Any]:
        api = self._api
        watches = api.established()
        return {
            **api.journal.counters(),
            "watches": len(watches),
            "delivered": min((watch.position for watch in watches), default=0),
            "connections": len(self._listener.connections),
            "accepted": self._listener.accepted,
            "hits": api.faults.hits,
            "churned": self._churn.count if self._churn else 0,
            "objects": {name: len(objects) for name, objects in api.store.objects.items()},
        }

    async def _wait(self, query: dict[str, str]) -> tuple[int, dict[str, Any]]:
        """Waits until every condition of `query` holds at once, 408 when the time is over before."""
        timeout = float(query.pop("timeout", "10"))
        resource = query.pop("resource", "*")
        api = self._api
        conditions = {
            "watches": lambda wanted: len(api.established(resource)) == wanted,
            "requests": lambda wanted: api.journal.count >= wanted,
            "hits": lambda wanted: api.faults.hits >= wanted,
            "connections": lambda wanted: len(self._listener.connections) == wanted,
            "delivered": lambda wanted: all(watch.position >= wanted for watch in api.established(resource)),
            "churned": lambda wanted: self._churn is not None and self._churn.count >= wanted,
        }
        wanted = [(conditions[name], int(value)) for name, value in query.items()]
        holds = await api.store.wait(lambda: all(condition(value) for condition, value in wanted), timeout)
        return 200 if holds else 408, self._counters()

    def _put(self, content: dict[str, Any]) -> None:
        resource = resources.BY_KIND[content["kind"]]
        metadata = content["metadata"]
        self._api.store.put(resource, metadata.get("namespace", "default"), metadata["name"], content)

    async def _rise(self, seconds: float) -> None:
        await asyncio.sleep(seconds)
        await self._listener.open()

    def _start(self, work: Any) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def _place(parts: list[str]) -> tuple[Resource, str | None, str]:
    """Where RESOURCE/NAMESPACE/NAME, or RESOURCE/NAME, is."""
    resource = resources.ALL[parts[0]]
    if len(parts) != (3 if resource.is_namespaced else 2):
        raise AdminError(f"{'/'.join(parts)} does not name an object")
    return resource, parts[1] if resource.is_namespaced else None, parts[-1]
