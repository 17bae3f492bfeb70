"""A fake Kubernetes API server for tests: `python3 Tests/FakeAPIServer --help`."""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import signal
import sys
import tempfile
from pathlib import Path

# The folder belongs to the checkout: nothing compiled goes there.
sys.dont_write_bytecode = True

import certificates  # noqa: E402
import kubeconfig  # noqa: E402
from admin import Admin  # noqa: E402
from api import API  # noqa: E402
from listener import Listener  # noqa: E402


def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="FakeAPIServer", description=__doc__)
    parser.add_argument("--plain", action="store_true", help="http, and no credential is needed")
    parser.add_argument("--host", default="127.0.0.1", help="the address to listen at (127.0.0.1)")
    parser.add_argument("--port", type=int, default=0, help="the port of the API (a free one)")
    parser.add_argument("--directory", type=Path, help="where certificates and kubeconfig go (a new one)")
    parser.add_argument("--with-parent", action="store_true", help="end when the process that started it does")
    return parser.parse_args()


async def serve(arguments: argparse.Namespace, directory: Path) -> None:
    """Says on one line of JSON where it listens, and serves until a signal ends it."""
    api = API(is_open=arguments.plain)
    tls = None
    if not arguments.plain:
        certificates.make(directory)
        tls = certificates.server_context(directory)
    listener = Listener(arguments.host, arguments.port, api.respond, tls, lambda: api.store.wake())
    await listener.open()
    admin = Admin(api, listener)
    admin_listener = Listener("127.0.0.1", 0, admin.respond)
    await admin_listener.open()
    kubeconfig.write(directory, listener.url, api.settings)
    print(json.dumps({
        "url": listener.url, "port": listener.address[1], "admin": admin_listener.url,
        "adminPort": admin_listener.address[1], "directory": str(directory), "pid": os.getpid()}), flush=True)

    end = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, end.set)
    parent = os.getppid()
    while not end.is_set():
        try:
            async with asyncio.timeout(1):
                await end.wait()
        except TimeoutError:
            if arguments.with_parent and os.getppid() != parent:
                end.set()


def main() -> None:
    arguments = options()
    if arguments.directory:
        arguments.directory.mkdir(parents=True, exist_ok=True)
        asyncio.run(serve(arguments, arguments.directory.resolve()))
        return
    with tempfile.TemporaryDirectory(prefix="fake-api-server-") as directory:
        asyncio.run(serve(arguments, Path(directory)))


main()
