"""What a request is about."""

from __future__ import annotations

from dataclasses import dataclass

import resources
from connection import Request
from resources import Resource

_VERBS = {"POST": "create", "PUT": "update", "PATCH": "patch", "DELETE": "delete"}


@dataclass
class Target:
    """The objects that a request names, and what it wants of them."""

    resource: Resource
    version: str
    namespace: str | None
    name: str | None
    verb: str

    @property
    def key(self) -> str:
        return self.resource.key(self.namespace, self.name or "")


def target(request: Request) -> Target | None:
    """The target of `request`; none when it is about the API itself, or about nothing."""
    parts = request.path.strip("/").split("/")
    if parts[:1] == ["api"]:
        group, parts = "", parts[1:]
    elif parts[:1] == ["apis"] and len(parts) > 1:
        group, parts = parts[1], parts[2:]
    else:
        return None
    if len(parts) < 2:
        return None
    version, parts = parts[0], parts[1:]
    namespace = None
    if parts[0] == "namespaces" and len(parts) > 2:
        namespace, parts = parts[1], parts[2:]
    resource = resources.ALL.get(parts[0])
    if not resource or resource.group != group or len(parts) > 2:
        return None
    if namespace is not None and not resource.is_namespaced:
        return None
    name = parts[1] if len(parts) == 2 else None
    if name and resource.is_namespaced and namespace is None:
        return None
    return Target(resource, version, namespace, name, _verb(request, name))


def _verb(request: Request, name: str | None) -> str:
    if request.method in _VERBS:
        return "deletecollection" if request.method == "DELETE" and not name else _VERBS[request.method]
    if request.query.get("watch") in ("1", "true"):
        return "watch"
    return "get" if name else "list"
