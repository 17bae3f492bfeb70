"""The API itself: every request goes through here, past the faults and the guards to its answer."""

from __future__ import annotations

import listing
import status
import writing
from access import authorize, identify
from connection import Connection, Request
from discovery import respond as discover
from faults import Fault, Faults
from journal import Entry, Journal
from response import Reply, Response
from routes import Target, target
from settings import Settings
from store import Store
from watching import Watch


class API:
    """What all connections share."""

    def __init__(self, is_open: bool) -> None:
        self._is_open = is_open
        self.reset()

    def reset(self) -> None:
        """Begins anew; when it is open, a request needs no credential."""
        self.settings = Settings(anonymous="kubernetes-admin" if self._is_open else None)
        self.store = Store()
        self.faults = Faults()
        self.journal = Journal()
        self.watches: set[Watch] = set()

    async def respond(self, request: Request, connection: Connection) -> None:
        entry = self.journal.begin(request, connection.number)
        asked = target(request)
        entry.resource = asked.resource.plural if asked else "discovery"
        entry.verb = asked.verb if asked else "get"
        fault = self.faults.next(entry.resource, entry.verb, listing.page(request.query))
        entry.fault = fault.kind if fault else ""
        response = Response(connection, fault)
        self.store.wake()
        try:
            await self._respond(request, connection, asked, entry, response, fault)
        finally:
            entry.status = response.code
            self.store.wake()

    async def _respond(
        self, request: Request, connection: Connection, asked: Target | None, entry: Entry, response: Response,
        fault: Fault | None,
    ) -> None:
        try:
            if reply := _injected(fault, request, entry.verb):
                await response.whole(reply)
                return
            entry.user = identify(request, connection, self.settings)
            authorize(entry.user, request, asked, self.settings)
            if asked and asked.verb == "watch":
                await self._watch(asked, request, entry, response, fault)
                return
            reply = await self._reply(asked, request)
        except status.APIError as error:
            headers = {"Retry-After": str(error.retry_after)} if error.retry_after is not None else {}
            reply = Reply.of(error.status, error.code, headers)
        except status.PageNotFound:
            reply = Reply.text("404 page not found\n", 404)
        compresses = entry.accepts_gzip and request.method == "GET" and \
            sum(map(len, reply.pieces)) >= self.settings.gzip_from
        await response.whole(reply, compresses=compresses)

    async def _reply(self, asked: Target | None, request: Request) -> Reply:
        if not asked:
            return discover(request.path, self.settings)
        if asked.version not in self.settings.served[asked.resource.plural]:
            raise status.PageNotFound
        match asked.verb:
            case "list":
                return await listing.respond(asked, request.query, self.store, self.settings)
            case "get":
                stored = self.store.get(asked.resource, asked.key)
                if not stored:
                    raise status.not_found(asked.resource, asked.name or "")
                return Reply(200, [stored.encoded(asked.resource, asked.version) + b"\n"])
        return writing.respond(asked, request, self.store)

    async def _watch(
        self, asked: Target, request: Request, entry: Entry, response: Response, fault: Fault | None,
    ) -> None:
        if asked.version not in self.settings.served[asked.resource.plural]:
            raise status.PageNotFound
        watch = Watch(asked, request.query, self.store, self.settings)
        if fault and fault.kind in ("expired", "lines", "long", "close"):
            watch.hit(fault)
        entry.status = 200
        self.watches.add(watch)
        try:
            await watch.run(response)
        finally:
            self.watches.discard(watch)

    def hit_watches(self, fault: Fault) -> int:
        """Lets `fault` happen now to the watches it is about, and says to how many."""
        hit = [watch for watch in self.watches if fault.is_of(watch.target.resource.plural, "watch")]
        for watch in hit:
            watch.hit(fault)
        return len(hit)

    def close_unserved(self) -> None:
        """Ends the watches of versions that are no longer served."""
        for watch in self.watches:
            if watch.target.version not in self.settings.served[watch.target.resource.plural]:
                watch.hit(Fault("close"))

    def established(self, resource: str = "*") -> list[Watch]:
        """The open watches that have written what there was when they began."""
        return [
            watch for watch in self.watches
            if watch.is_established and resource in ("*", watch.target.resource.plural)]


def _injected(fault: Fault | None, request: Request, verb: str) -> Reply | None:
    """The whole response that the fault gives in place of the right one, if it does."""
    if not fault:
        return None
    options = fault.options
    match fault.kind:
        case "status":
            code = int(options["code"])
            reason = options.get("reason", status.REASONS.get(code, ""))
            raise status.APIError(
                code, reason, options.get("message", f"injected: {reason}"),
                retry_after=options.get("retryAfter"))
        case "expired" if verb == "list":
            raise listing.expired(request.query)
        case "body":
            return Reply.text(options["text"], options.get("code", 200), options.get("type", "text/html"))
        case "redirect":
            reply = Reply.text("", options.get("code", 302))
            reply.headers["Location"] = options["location"]
            return reply
    return None
