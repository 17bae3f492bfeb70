"""What the API says about itself: groups, their versions and resources."""

from __future__ import annotations

from typing import Any

import resources
from resources import Resource
from response import Reply
from settings import Settings
from status import PageNotFound

_VERBS = ["create", "delete", "get", "list", "patch", "update", "watch"]


def respond(path: str, settings: Settings) -> Reply:
    """The document at `path`; raises PageNotFound."""
    parts = path.strip("/").split("/")
    match parts:
        case ["readyz" | "livez" | "healthz"]:
            return Reply.text("ok")
        case ["version"]:
            return Reply.of({
                "major": "1", "minor": "36", "gitVersion": "v1.36.2", "gitCommit": "", "gitTreeState": "clean",
                "buildDate": "2026-01-01T00:00:00Z", "goVersion": "go1.26", "compiler": "gc",
                "platform": "linux/amd64"})
        case ["api"]:
            return Reply.of({"kind": "APIVersions", "versions": ["v1"], "serverAddressByClientCIDRs": []})
        case ["api", version]:
            return _resource_list("", version, settings)
        case ["apis"]:
            names = dict.fromkeys(resource.group for resource in resources.ALL.values() if resource.group)
            groups = [group for name in names if (group := _group(name, settings))]
            return Reply.of({"kind": "APIGroupList", "apiVersion": "v1", "groups": groups})
        case ["apis", name]:
            group = _group(name, settings)
            if group:
                return Reply.of({"kind": "APIGroup", "apiVersion": "v1", **group})
        case ["apis", name, version]:
            return _resource_list(name, version, settings)
    raise PageNotFound


def _group(name: str, settings: Settings) -> dict[str, Any] | None:
    served = [version for resource in _members(name) for version in settings.served[resource.plural]]
    if not name or not served:
        return None
    versions = [{"groupVersion": f"{name}/{version}", "version": version} for version in served]
    return {"name": name, "versions": versions, "preferredVersion": versions[0]}


def _resource_list(group: str, version: str, settings: Settings) -> Reply:
    served = [each for each in _members(group) if version in settings.served[each.plural]]
    if not served:
        raise PageNotFound
    return Reply.of({
        "kind": "APIResourceList", "apiVersion": "v1", "groupVersion": served[0].group_version(version),
        "resources": [_description(resource) for resource in served]})


def _description(resource: Resource) -> dict[str, Any]:
    return {
        "name": resource.plural, "singularName": resource.singular, "namespaced": resource.is_namespaced,
        "kind": resource.kind, "verbs": _VERBS, "shortNames": list(resource.short_names)}


def _members(group: str) -> list[Resource]:
    return [resource for resource in resources.ALL.values() if resource.group == group]
