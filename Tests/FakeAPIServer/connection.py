"""One HTTP/1.1 connection, plain or TLS: requests in, octets out."""

from __future__ import annotations

import asyncio
import socket
import struct
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit


@dataclass
class Request:
    """One request, read whole."""

    method: str
    target: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    """By lower-case name."""
    body: bytes

    @property
    def is_last(self) -> bool:
        return self.headers.get("connection", "").lower() == "close"


class ConnectionEnds(Exception):
    """Nothing more is to be written to this connection."""


class Connection(asyncio.Protocol):
    """Reads requests one after the other and has each answered by `respond`, until one side ends it."""

    def __init__(
        self, respond: Callable[[Request, Connection], Awaitable[None]], peers: set[Connection], number: int,
        changed: Callable[[], None],
    ) -> None:
        self.number = number
        self._respond = respond
        self._peers = peers
        """All connections of the port."""
        self._changed = changed
        self._octets = bytearray()
        self._arrived = asyncio.Event()
        self._writable = asyncio.Event()
        self._writable.set()
        self._closes = False

    # What asyncio calls.

    def connection_made(self, transport: Any) -> None:
        self.transport = transport
        self._peers.add(self)
        self._changed()
        self._task = asyncio.get_running_loop().create_task(self._serve())

    def data_received(self, data: bytes) -> None:
        self._octets += data
        self._arrived.set()

    def eof_received(self) -> bool:
        return False

    def connection_lost(self, error: Exception | None) -> None:
        self._peers.discard(self)
        self._changed()
        self._task.cancel()

    def pause_writing(self) -> None:
        self._writable.clear()

    def resume_writing(self) -> None:
        self._writable.set()

    # What the server calls.

    @property
    def certificate(self) -> dict[str, Any] | None:
        """The client's certificate, if it gave one."""
        return self.transport.get_extra_info("peercert") or None

    async def write(self, octets: bytes) -> None:
        """Returns once there is room for more."""
        self.transport.write(octets)
        await self._writable.wait()

    def close_after_response(self) -> None:
        self._closes = True

    def end(self) -> ConnectionEnds:
        """Ends the connection once everything is written (FIN)."""
        self.transport.close()
        return ConnectionEnds()

    async def reset(self) -> ConnectionEnds:
        """Ends the connection at once (RST), a moment after what was written."""
        await asyncio.sleep(0.02)
        linger = struct.pack("ii", 1, 0)
        self.transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        self.transport.abort()
        return ConnectionEnds()

    async def stall(self) -> None:
        """Never returns, but is cancelled when the client goes."""
        await asyncio.get_running_loop().create_future()

    async def _serve(self) -> None:
        try:
            while not self._closes:
                request = await self._next_request()
                self._closes = request.is_last
                await self._respond(request, self)
            self.transport.close()
        except ConnectionEnds:
            pass
        except ValueError:
            self.transport.write(b"HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n")
            self.transport.close()

    async def _next_request(self) -> Request:
        """Raises ValueError for what is no request."""
        while (end := self._octets.find(b"\r\n\r\n")) < 0:
            await self._more()
        line, *lines = self._octets[:end].decode("latin-1").split("\r\n")
        del self._octets[:end + 4]
        method, target, _ = line.split(" ")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        if "transfer-encoding" in headers:
            raise ValueError("a request body in chunks")
        length = int(headers.get("content-length", "0"))
        while len(self._octets) < length:
            await self._more()
        body = bytes(self._octets[:length])
        del self._octets[:length]
        parts = urlsplit(target)
        query = dict(parse_qsl(parts.query, keep_blank_values=True))
        return Request(method, target, unquote(parts.path), query, headers, body)

    async def _more(self) -> None:
        self._arrived.clear()
        await self._arrived.wait()
