"""An HTTP/1.1 connection to the API server that costs little beside what it measures."""

import json
import socket
import time


class Refused(Exception):
    """The API server replied with something else than success."""

    def __init__(self, status, body):
        super().__init__(f"{status}: {body[:200].decode(errors='replace')}")
        self.status = status


class Connection:
    """One connection, kept alive; one request at a time."""

    def __init__(self, cluster):
        self.cluster = cluster
        self.socket = None

    def send(self, method, path, content=None, kind="application/json"):
        """Returns the reply's body, and the time (monotonic seconds) at which the whole of it was there."""
        body = b"" if content is None else json.dumps(content, separators=(",", ":")).encode()
        try:
            self._request(method, path, body, kind)
            status, reply = self._receive()
        except OSError:
            self.close()
            raise
        replied = time.monotonic()
        if status >= 300:
            raise Refused(status, reply)
        return reply, replied

    def create(self, path, content):
        return self.send("POST", path, content)

    def patch(self, path, content):
        return self.send("PATCH", path, content, "application/merge-patch+json")

    def delete(self, path):
        return self.send("DELETE", path)

    def opens(self, path):
        """Whether a GET of something that does not end is taken; its head is read, and the connection closed."""
        try:
            self._request("GET", path, b"", "application/json")
            return self._head()[0] == 200
        finally:
            self.close()

    def close(self):
        if self.socket is not None:
            self.socket.close()
        self.socket = None

    def _connect(self):
        plain = socket.create_connection((self.cluster.host, self.cluster.port), timeout=60)
        plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.socket = self.cluster.tls.wrap_socket(plain, server_hostname=self.cluster.name)

    def _request(self, method, path, body, kind):
        head = (
            f"{method} {path} HTTP/1.1\r\nHost: {self.cluster.name}\r\n{self.cluster.credential}"
            f"Accept: application/json\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        if self.socket is None:
            self._connect()
        self.socket.sendall(head.encode() + body)

    def _head(self):
        """The status, the header fields by name in lower case, and what came after them."""
        octets = self._more(b"")
        while b"\r\n\r\n" not in octets:
            octets = self._more(octets)
        head, rest = octets.split(b"\r\n\r\n", 1)
        lines = head.lower().split(b"\r\n")
        return int(lines[0].split(b" ", 2)[1]), dict(line.split(b": ", 1) for line in lines[1:]), rest

    def _receive(self):
        status, fields, rest = self._head()
        if b"chunked" in fields.get(b"transfer-encoding", b""):
            return status, self._chunks(rest)
        length = int(fields.get(b"content-length", 0))
        while len(rest) < length:
            rest = self._more(rest)
        return status, rest

    def _chunks(self, rest):
        body = b""
        while True:
            while b"\r\n" not in rest:
                rest = self._more(rest)
            size, rest = rest.split(b"\r\n", 1)
            size = int(size, 16)
            while len(rest) < size + 2:
                rest = self._more(rest)
            if size == 0:
                return body
            body, rest = body + rest[:size], rest[size + 2 :]

    def _more(self, octets):
        received = self.socket.recv(65536)
        if not received:
            raise ConnectionResetError("the API server closed the connection")
        return octets + received
