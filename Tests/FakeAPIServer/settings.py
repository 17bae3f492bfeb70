"""What may be set while the server runs."""

from __future__ import annotations

import dataclasses
import re
from dataclasses import dataclass, field
from typing import Any

import resources


@dataclass
class Settings:
    """Each field is a key of `POST /_fake/settings`, there in camel case; durations are seconds."""

    served: dict[str, list[str]] = field(
        default_factory=lambda: {name: list(resource.versions) for name, resource in resources.ALL.items()})
    """The versions of each resource that are there, the preferred one first; none: the CRD is not installed."""
    initial_events: bool = True
    """Whether a watch may ask for `sendInitialEvents`; older servers refuse it."""
    bookmark_interval: float = 60
    watch_timeout: float = 300
    """How long a watch lasts that does not say `timeoutSeconds`."""
    future_wait: float = 3
    """How long a list at a resourceVersion that is yet to come waits for it."""
    gzip_from: int = 128 << 10
    """The size in octets from which a body is compressed for a client that accepts it."""
    tokens: dict[str, str] = field(default_factory=lambda: {"fake-token": "system:serviceaccount:dns:reader"})
    """The user of each bearer token."""
    passwords: dict[str, str] = field(default_factory=lambda: {"admin": "fake-password"})
    """The password of each user of basic authentication."""
    anonymous: str | None = None
    """The user that a request without a credential speaks for; none: it may nothing."""
    denied: list[dict[str, str]] = field(default_factory=list)
    """What is forbidden: `{"user", "resource", "verb"}`, where a key left out means any."""

    def update(self, changes: dict[str, Any]) -> None:
        """Replaces the fields that `changes` names; raises KeyError for one that there is not."""
        names = {_camel_case(each.name): each.name for each in dataclasses.fields(self)}
        for key in changes:
            if key not in names:
                raise KeyError(f"no such setting: {key}")
        for key, value in changes.items():
            if key == "served":
                value = {**self.served, **value}
            setattr(self, names[key], value)

    def as_json(self) -> dict[str, Any]:
        """Every field as it is now."""
        return {_camel_case(each.name): getattr(self, each.name) for each in dataclasses.fields(self)}


def _camel_case(name: str) -> str:
    return re.sub("_(.)", lambda match: match[1].upper(), name)
