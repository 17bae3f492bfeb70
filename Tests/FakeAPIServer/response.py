"""A response as it goes over the wire, whole or in the shape that a fault gives it."""

from __future__ import annotations

import asyncio
import itertools
import json
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from email.utils import formatdate
from http import HTTPStatus
from typing import Any

from connection import Connection
from faults import Fault

JSON = "application/json"
SMALL = 2048
"""Bodies up to so many octets have a Content-Length, longer ones come in chunks."""


@dataclass
class Reply:
    """A response that is known from its beginning."""

    code: int
    pieces: Sequence[bytes]
    """The body; of a list one piece for each object."""
    content_type: str = JSON
    headers: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, content: Any, code: int = 200, headers: dict[str, str] | None = None) -> Reply:
        return cls(code, [json.dumps(content, separators=(",", ":")).encode() + b"\n"], headers=headers or {})

    @classmethod
    def text(cls, text: str, code: int = 200, content_type: str = "text/plain; charset=utf-8") -> Reply:
        return cls(code, [text.encode("utf-8", "surrogateescape")], content_type)


class Response:
    """Writes one response to `connection`."""

    def __init__(self, connection: Connection, fault: Fault | None = None) -> None:
        self._connection = connection
        self._fault = fault
        self._count = 0
        self._is_chunked = True
        sizes = fault.options["sizes"] if fault and fault.kind == "chunks" else [0]
        self._sizes = itertools.cycle(sizes)
        self.code = 0
        """What the head said; 0 before it."""

    async def whole(self, reply: Reply, *, compresses: bool = False) -> None:
        """Writes `reply`, compressed when that is wanted and no fault counts its objects."""
        breaks = self._fault is not None and self._fault.breaks_body
        pieces, headers = reply.pieces, dict(reply.headers)
        if compresses and not breaks:
            compressor = zlib.compressobj(1, wbits=31)
            pieces = [compressor.compress(b"".join(pieces)) + compressor.flush()]
            headers["Content-Encoding"] = "gzip"
        length = sum(map(len, pieces))
        if length <= SMALL and not (self._fault and self._fault.kind in ("chunks", "unchunked")):
            headers["Content-Length"] = str(length)
        await self.begin(reply.code, reply.content_type, headers)
        await self.send(pieces if breaks else [b"".join(pieces)])
        await self.end()

    async def begin(self, code: int, content_type: str, headers: dict[str, str] | None = None) -> None:
        """Writes the head: the body comes in chunks unless `headers` tell its length."""
        fault = self._fault
        if fault and fault.kind == "delay":
            await asyncio.sleep(fault.options["seconds"])
        if fault and fault.breaks_headers:
            await self._break()
        fields = {"Content-Type": content_type, "Cache-Control": "no-cache, private", **(headers or {})}
        fields["Date"] = formatdate(usegmt=True)
        self._is_chunked = "Content-Length" not in fields and not (fault and fault.kind == "unchunked")
        if self._is_chunked:
            fields["Transfer-Encoding"] = "chunked"
        elif "Content-Length" not in fields:
            fields["Connection"] = "close"
            self._connection.close_after_response()
        if fault and fault.kind == "headers":
            fields["X-Padding"] = "x" * fault.options["octets"]
        head = [f"HTTP/1.1 {code} {_phrase(code)}", *(f"{name}: {value}" for name, value in fields.items())]
        self.code = code
        await self._write("\r\n".join([*head, "", ""]).encode("latin-1"))

    async def send(self, pieces: Sequence[bytes]) -> None:
        """Writes each piece as a chunk of its own, up to where a fault breaks the response."""
        if self._fault and self._fault.breaks_body:
            for index, piece in enumerate(pieces):
                if self._count + index < self._fault.after:
                    continue
                await self._write(self._framed([*pieces[:index], *self._part(piece)]))
                await self._break()
        self._count += len(pieces)
        if pieces:
            await self._write(self._framed(pieces))

    async def break_if_due(self) -> None:
        """Breaks the response, inside an object made for it, when nothing more is wanted before that."""
        if self._fault and self._fault.breaks_body and self._count >= self._fault.after:
            await self.break_off(self._fault)

    async def break_off(self, fault: Fault) -> None:
        """Breaks the response now."""
        self._fault = fault
        if part := self._part(b'{"type":"MODIFIED","object":{"kind":"EndpointSlice"}}\n'):
            await self._write(self._framed(part))
        await self._break()

    async def end(self) -> None:
        if self._is_chunked:
            await self._write(b"0\r\n\r\n")

    def _part(self, piece: bytes) -> list[bytes]:
        """What is written of the piece in which the response breaks."""
        return [piece[:len(piece) // 2]] if self._fault and self._fault.at == "object" and len(piece) > 1 else []

    async def _break(self) -> None:
        """Does not return."""
        match self._fault.kind if self._fault else "end":
            case "stall":
                await self._connection.stall()
            case "reset":
                raise await self._connection.reset()
            case _:
                raise self._connection.end()

    def _framed(self, pieces: Sequence[bytes]) -> bytes:
        if not self._is_chunked:
            return b"".join(pieces)
        if self._fault and self._fault.kind == "chunks":
            pieces = list(self._odd(b"".join(pieces)))
        return b"".join(b"%x\r\n%b\r\n" % (len(piece), piece) for piece in pieces if piece)

    def _odd(self, octets: bytes):
        while octets:
            size = next(self._sizes)
            yield octets[:size]
            octets = octets[size:]

    async def _write(self, octets: bytes) -> None:
        if not self._fault or self._fault.kind != "drip":
            await self._connection.write(octets)
            return
        size = max(1, self._fault.options["rate"] // 20)
        for start in range(0, len(octets), size):
            await self._connection.write(octets[start:start + size])
            await asyncio.sleep(0.05)


def _phrase(code: int) -> str:
    try:
        return HTTPStatus(code).phrase
    except ValueError:
        return "Unknown"
