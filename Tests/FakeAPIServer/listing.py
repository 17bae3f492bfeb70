"""Lists: whole or in pages, as of now or of a given resourceVersion."""

from __future__ import annotations

import base64
import binascii
import json
from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass
from operator import attrgetter

import status
from response import Reply
from routes import Target
from selection import Selection
from settings import Settings
from store import Compacted, Store, Stored, type_fields

INCONSISTENT = -1


@dataclass
class Continuation:
    """Where a page begins."""

    number: int
    """The resourceVersion of the first page, or INCONSISTENT: whatever it is now."""
    start: str
    page: int

    @property
    def token(self) -> str:
        content = {"v": "meta.k8s.io/v1", "rv": self.number, "start": self.start, "page": self.page}
        return base64.urlsafe_b64encode(json.dumps(content).encode()).decode().rstrip("=")

    @classmethod
    def reading(cls, token: str) -> Continuation:
        try:
            octets = base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
            content = json.loads(octets)
            return cls(int(content["rv"]), str(content["start"]), int(content["page"]))
        except (binascii.Error, ValueError, KeyError, TypeError) as error:
            raise status.bad_request(f"continue key is not valid: {error}") from error


def page(query: Mapping[str, str]) -> int:
    """Which page of a list is asked for; the first, too, when the token is bad."""
    try:
        return Continuation.reading(query["continue"]).page if query.get("continue") else 1
    except status.APIError:
        return 1


def expired(query: Mapping[str, str]) -> status.APIError:
    """The refusal of the page asked for, with a token that leads on without being consistent."""
    if not query.get("continue"):
        return status.APIError(410, "Expired", "The resourceVersion for the provided list is too old.")
    there = Continuation.reading(query["continue"])
    return status.expired_continuation(Continuation(INCONSISTENT, there.start, there.page).token)


async def respond(target: Target, query: Mapping[str, str], store: Store, settings: Settings) -> Reply:
    """The page asked for; raises what the API server refuses."""
    selection = Selection.of(target.namespace, query)
    limit = _number(query, "limit")
    if query.get("continue"):
        return _continue(target, query, store, selection, limit)
    asked = _number(query, "resourceVersion")
    match = query.get("resourceVersionMatch", "")
    if match and not query.get("resourceVersion"):
        raise status.invalid_options(
            "resourceVersionMatch", "resourceVersionMatch is forbidden unless resourceVersion is provided")
    if match == "Exact" and asked == 0:
        raise status.invalid_options(
            "resourceVersionMatch", 'resourceVersionMatch "exact" is forbidden for resourceVersion "0"')
    if asked > store.number and not await store.wait(lambda: store.number >= asked, settings.future_wait):
        raise status.future_version(asked, store.number)
    # Without a match, a limit means exactly that version; a list at 0 comes from the cache, whole.
    is_exact = asked > 0 and (match == "Exact" or limit > 0 and not match)
    if query.get("resourceVersion") == "0":
        limit = 0
    there = Continuation(asked if is_exact else store.number, "", 1)
    try:
        return _page(target, selection, there, limit, store, there.number)
    except Compacted:
        raise expired(query) from None


def _continue(
    target: Target, query: Mapping[str, str], store: Store, selection: Selection, limit: int,
) -> Reply:
    if query.get("resourceVersion", "0") != "0" or query.get("resourceVersionMatch"):
        raise status.bad_request("specifying resource version is not allowed when using continue")
    there = Continuation.reading(query["continue"])
    number = store.number if there.number == INCONSISTENT else there.number
    try:
        return _page(target, selection, there, limit, store, number)
    except Compacted:
        raise expired(query) from None


def _page(
    target: Target, selection: Selection, there: Continuation, limit: int, store: Store, number: int,
) -> Reply:
    state = store.state(target.resource, number)
    rest = state[bisect_left(state, there.start, key=attrgetter("key")):] if there.start else state
    if target.namespace is not None or selection.is_filtered:
        rest = [stored for stored in rest if selection.has(stored)]
    shown = rest[:limit] if limit else rest
    metadata: dict[str, str | int] = {"resourceVersion": str(number)}
    if len(shown) < len(rest):
        metadata["continue"] = Continuation(there.number, shown[-1].key + "\0", there.page + 1).token
        if not selection.is_filtered:
            metadata["remainingItemCount"] = len(rest) - len(shown)
    return Reply(200, _pieces(target, shown, json.dumps(metadata, separators=(",", ":")).encode()))


def _pieces(target: Target, shown: list[Stored], metadata: bytes) -> list[bytes]:
    """The list, each object a piece; of custom resources the metadata comes last."""
    resource = target.resource
    fields = type_fields(f"{resource.kind}List", resource.group_version(target.version), resource.is_custom)
    if resource.is_custom:
        version, kind = fields.split(b",", 1)
        head, tail = b'{%b,"items":[' % version, b'],%b,"metadata":%b}\n' % (kind, metadata)
    else:
        head, tail = b'{%b,"metadata":%b,"items":[' % (fields, metadata), b"]}\n"
    items = [stored.encoded(resource, target.version, resource.is_custom) for stored in shown]
    separated = [item + b"," for item in items[:-1]] + items[-1:]
    if not separated:
        return [head + tail]
    return [head + separated[0], *separated[1:], tail]


def _number(query: Mapping[str, str], name: str) -> int:
    text = query.get(name, "") or "0"
    if not text.isdecimal():
        raise status.APIError(500, "InternalError", f'strconv.ParseUint: parsing "{text}": invalid syntax')
    return int(text)
