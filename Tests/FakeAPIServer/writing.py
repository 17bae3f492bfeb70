"""What clients change: create, update, patch, delete."""

from __future__ import annotations

import json
from typing import Any

import resources
import status
from connection import Request
from response import Reply
from routes import Target
from store import Store, Stored


def respond(target: Target, request: Request, store: Store) -> Reply:
    """Does what `request` says; raises what the API server refuses."""
    match target.verb:
        case "create":
            return _create(target, _object(request), store)
        case "update":
            return _update(target, _object(request), store)
        case "patch":
            return _patch(target, request, store)
        case "delete":
            return _delete(target, store)
    raise status.APIError(405, "MethodNotAllowed", "the server does not allow this method on this resource")


def _create(target: Target, content: dict[str, Any], store: Store) -> Reply:
    name = _metadata(content).get("name")
    if not isinstance(name, str) or not name:
        raise status.APIError(422, "Invalid", "metadata.name: Required value: name or generateName is required")
    target.name = name
    if store.get(target.resource, target.key):
        raise status.conflict(target.resource, name, "already exists", "AlreadyExists")
    return _put(target, content, store, code=201)


def _update(target: Target, content: dict[str, Any], store: Store) -> Reply:
    before = _present(target, store)
    version = _metadata(content).get("resourceVersion")
    if version and version != before.metadata.get("resourceVersion"):
        raise status.conflict(
            target.resource, target.name or "",
            "the object has been modified; please apply your changes to the latest version and try again")
    return _put(target, content, store)


def _patch(target: Target, request: Request, store: Store) -> Reply:
    kind = request.headers.get("content-type", "").partition(";")[0]
    content = _object(request)
    before = store.get(target.resource, target.key)
    if kind == "application/apply-patch+yaml":
        return _put(target, content, store, code=200 if before else 201)
    if kind not in ("application/merge-patch+json", "application/strategic-merge-patch+json"):
        raise status.APIError(415, "UnsupportedMediaType", f"the body of the request was in an unknown format: {kind}")
    return _put(target, merged(_present(target, store).content, content), store)


def _delete(target: Target, store: Store) -> Reply:
    before = _present(target, store)
    store.delete(target.resource, target.key)
    details = {
        "name": target.name, "group": target.resource.group, "kind": target.resource.plural,
        "uid": before.metadata.get("uid", "")}
    return Reply.of({
        "kind": "Status", "apiVersion": "v1", "metadata": {}, "status": "Success",
        "details": {key: value for key, value in details.items() if value}})


def _put(target: Target, content: dict[str, Any], store: Store, code: int = 200) -> Reply:
    resource = target.resource
    if resource.is_namespaced and not store.get(resources.NAMESPACES, target.namespace or ""):
        raise status.not_found(resources.NAMESPACES, target.namespace or "")
    stored = store.put(resource, target.namespace, target.name or "", content)
    return Reply(code, [stored.encoded(resource, target.version) + b"\n"])


def _present(target: Target, store: Store) -> Stored:
    stored = store.get(target.resource, target.key)
    if not stored:
        raise status.not_found(target.resource, target.name or "")
    return stored


def _object(request: Request) -> dict[str, Any]:
    """The body: JSON, which is also what kubectl applies as YAML."""
    try:
        content = json.loads(request.body)
    except ValueError as error:
        raise status.bad_request(f"the object provided is unrecognized: {error}") from error
    if not isinstance(content, dict):
        raise status.bad_request("the object provided is unrecognized: no object")
    return content


def _metadata(content: dict[str, Any]) -> dict[str, Any]:
    metadata = content.get("metadata")
    return metadata if isinstance(metadata, dict) else {}


def merged(base: Any, patch: Any) -> Any:
    """`base` changed by `patch` (RFC 7396)."""
    if not isinstance(patch, dict):
        return patch
    result = dict(base) if isinstance(base, dict) else {}
    for key, value in patch.items():
        if value is None:
            result.pop(key, None)
        else:
            result[key] = merged(result.get(key), value)
    return result
