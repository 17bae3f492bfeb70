"""Which objects a list or watch is about: namespace, label selector, field selector."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import status
from store import Stored

Requirement = Callable[[Mapping[str, str]], bool]

_KEY = r"[A-Za-z0-9](?:[-A-Za-z0-9_./]*[A-Za-z0-9])?"
_VALUE = r"[-A-Za-z0-9_.]*"
_EXISTS = re.compile(rf"(!?)\s*({_KEY})")
_EQUALS = re.compile(rf"({_KEY})\s*(=|==|!=)\s*({_VALUE})")
_AMONG = re.compile(rf"({_KEY})\s+(in|notin)\s*\(([^()]*)\)")


def label_requirements(selector: str) -> list[Requirement]:
    """The requirements of a label selector, all of which must hold; raises a bad request."""
    parts = re.split(r",(?![^()]*\))", selector) if selector.strip() else []
    return [_requirement(part.strip()) for part in parts]


def _requirement(text: str) -> Requirement:
    if match := _EXISTS.fullmatch(text):
        absent, key = match.groups()
        return lambda labels: (key in labels) != bool(absent)
    if match := _EQUALS.fullmatch(text):
        key, operator, value = match.groups()
        return lambda labels: (labels.get(key) == value) != (operator == "!=")
    if match := _AMONG.fullmatch(text):
        key, operator, values = match.groups()
        members = {value.strip() for value in values.split(",")}
        return lambda labels: (labels.get(key) in members) != (operator == "notin")
    raise status.bad_request(f"unable to parse requirement: {text}")


@dataclass
class Selection:
    """What a request asks for."""

    namespace: str | None
    labels: list[Requirement] = field(default_factory=list)
    fields: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, namespace: str | None, query: Mapping[str, str]) -> Selection:
        fields = {}
        for part in filter(None, query.get("fieldSelector", "").split(",")):
            match = re.fullmatch(r"metadata\.(name|namespace)==?(.*)", part)
            if not match:
                raise status.bad_request(f"field label not supported: {part}")
            fields[match[1]] = match[2]
        return cls(namespace, label_requirements(query.get("labelSelector", "")), fields)

    @property
    def is_filtered(self) -> bool:
        """Whether a list cannot know how many objects remain."""
        return bool(self.labels or self.fields)

    def has(self, stored: Stored | None) -> bool:
        if stored is None:
            return False
        if self.namespace is not None and not stored.key.startswith(f"{self.namespace}/"):
            return False
        *namespace, name = stored.key.split("/", 1)
        places = {"name": name, "namespace": namespace[0] if namespace else ""}
        return all(places[field] == value for field, value in self.fields.items()) and all(
            requirement(stored.labels) for requirement in self.labels)
