"""A server in a process of its own, and the requests that the checks make of it."""

from __future__ import annotations

import http.client
import json
import socket
import ssl
import subprocess
import sys
import unittest
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

IMPORTS = "/apis/multicluster.x-k8s.io/v1beta1/serviceimports"
SLICES = "/apis/discovery.k8s.io/v1/endpointslices"
INITIAL = "watch=1&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true"
FOLDER = Path(__file__).resolve().parent.parent


class ServerCase(unittest.TestCase):
    """Has one server for its checks, set back before each of them."""

    arguments: list[str] = ["--plain"]

    @classmethod
    def setUpClass(cls) -> None:
        command = [sys.executable, "-B", str(FOLDER), "--with-parent", *cls.arguments]
        cls.process = subprocess.Popen(command, stdout=subprocess.PIPE)
        cls.addClassCleanup(cls._end)
        assert cls.process.stdout
        cls.server: dict[str, Any] = json.loads(cls.process.stdout.readline())
        cls.directory = Path(cls.server["directory"])

    @classmethod
    def _end(cls) -> None:
        cls.process.terminate()
        cls.process.wait(10)
        if cls.process.stdout:
            cls.process.stdout.close()

    def setUp(self) -> None:
        self.context: ssl.SSLContext | None = None
        self.fake("POST", "reset")

    def fake(self, method: str, path: str, body: Any = None, code: int = 200) -> dict[str, Any]:
        """Asks the admin port."""
        connection = http.client.HTTPConnection("127.0.0.1", self.server["adminPort"], timeout=30)
        self.addCleanup(connection.close)
        connection.request(method, f"/_fake/{path}", json.dumps(body) if body is not None else None)
        response = connection.getresponse()
        content = json.loads(response.read())
        self.assertEqual(response.status, code, content)
        return content

    def connect(self) -> http.client.HTTPConnection:
        if self.context:
            connection = http.client.HTTPSConnection(
                "127.0.0.1", self.server["port"], timeout=20, context=self.context)
        else:
            connection = http.client.HTTPConnection("127.0.0.1", self.server["port"], timeout=20)
        self.addCleanup(connection.close)
        return connection

    def ask(
        self, path: str, method: str = "GET", body: Any = None, headers: dict[str, str] | None = None,
    ) -> Answer:
        """Asks the API on a connection of its own; the body is read when it is wanted."""
        connection = self.connect()
        connection.request(method, path, json.dumps(body) if body is not None else None, headers or {})
        answer = Answer(connection.getresponse())
        self.addCleanup(answer.response.close)
        return answer

    def put_import(self, name: str, labels: dict[str, str] | None = None, **spec: Any) -> int:
        """Stores an import of the namespace `default`; its resourceVersion."""
        metadata = {"name": name, "namespace": "default", "labels": labels or {}}
        content = {"kind": "ServiceImport", "metadata": metadata, "spec": spec}
        return self.fake("POST", "objects", content)["resourceVersion"]

    def delete_import(self, name: str) -> int:
        return self.fake("DELETE", f"objects/serviceimports/default/{name}")["resourceVersion"]

    def fault(self, kind: str, **rest: Any) -> None:
        self.fake("POST", "faults", {"kind": kind, **rest})

    def names(self, path: str = IMPORTS) -> list[str]:
        """The names that a list has."""
        return [item["metadata"]["name"] for item in self.ask(path).json["items"]]

    def selected(self, selector: str) -> list[str]:
        return self.names(f"{IMPORTS}?labelSelector={quote(selector)}")

    def raw(self, path: str) -> bytes:
        """Everything that a request's connection yields, up to its end."""
        with socket.create_connection(("127.0.0.1", self.server["port"]), timeout=20) as connection:
            connection.sendall(f"GET {path} HTTP/1.1\r\nHost: fake\r\n\r\n".encode())
            octets = b""
            while chunk := connection.recv(65_536):
                octets += chunk
            return octets


class Answer:
    """A response whose body comes line by line or at once."""

    def __init__(self, response: http.client.HTTPResponse) -> None:
        self.response = response
        self.code = response.status

    @property
    def text(self) -> str:
        return self.response.read().decode()

    @property
    def json(self) -> Any:
        return json.loads(self.response.read())

    def event(self) -> tuple[str, Any]:
        """The type and object of a watch's next line."""
        event = json.loads(self.response.readline())
        return event["type"], event["object"]

    def events(self, count: int) -> list[tuple[str, str]]:
        """The types and names of the next lines."""
        return [(kind, content["metadata"].get("name", "")) for kind, content in (
            self.event() for _ in range(count))]

    def rest(self) -> Iterator[tuple[str, Any]]:
        """The lines up to the orderly end of the body."""
        for line in self.response.read().splitlines():
            event = json.loads(line)
            yield event["type"], event["object"]
