"""A listening port that can be closed and opened again without being lost."""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import Awaitable, Callable

from connection import Connection, Request


class Listener:
    """Listens at `host` on a port of its own; while it is closed, clients are refused."""

    def __init__(
        self, host: str, port: int, respond: Callable[[Request, Connection], Awaitable[None]],
        tls: ssl.SSLContext | None = None, changed: Callable[[], None] = lambda: None,
    ) -> None:
        self._family = socket.AF_INET6 if ":" in host else socket.AF_INET
        self._respond = respond
        self._tls = tls
        self._changed = changed
        self._server: asyncio.Server | None = None
        # Bound but never listening, it keeps the port from others while nothing listens there.
        self._holder = self._bound((host, port))
        self.address: tuple[str, int] = self._holder.getsockname()[:2]
        self.connections: set[Connection] = set()
        self.accepted = 0

    async def open(self) -> None:
        if self._server:
            return
        self._server = await asyncio.get_running_loop().create_server(
            self._connection, sock=self._bound(self.address), ssl=self._tls, backlog=512)

    def close(self, keeps_connections: bool = False) -> None:
        if self._server:
            self._server.close()
            self._server = None
        if not keeps_connections:
            self.cut()

    def cut(self) -> None:
        """Ends every connection as the death of a process does."""
        for connection in list(self.connections):
            connection.transport.abort()

    @property
    def url(self) -> str:
        host, port = self.address
        scheme = "https" if self._tls else "http"
        return f"{scheme}://{f'[{host}]' if ':' in host else host}:{port}"

    def _connection(self) -> Connection:
        self.accepted += 1
        return Connection(self._respond, self.connections, self.accepted, self._changed)

    def _bound(self, address: tuple[str, int]) -> socket.socket:
        bound = socket.socket(self._family)
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind(address)
        return bound
