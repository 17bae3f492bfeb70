"""A server under measurement: started on its core, asked, stopped."""

import os
import socket
import subprocess
import time

import sameness
import wire
from sameness import Failed

SERVER_CORE, LOAD_CORE = 0, 1


def pinned(core):
    """For `preexec_fn`: the process stays on one core, where there is one of that number, and is a group of its own."""

    def pin():
        cores = os.sched_getaffinity(0)
        if core in cores:
            os.sched_setaffinity(0, {core})
        os.setsid()

    return pin


class Server:
    """A process that answers at `port` of 127.0.0.1, and with TLS at `tls_port` if it has one."""

    def __init__(self, label, command, port, tls_port=None, folder=None, environment=None, has_srv=True, missing_rcode=3):
        self.label, self.command, self.port, self.tls_port = label, command, port, tls_port
        self.folder, self.environment = folder, environment
        self.has_srv, self.missing_rcode = has_srv, missing_rcode
        self.log = os.path.join(folder, "log")
        self.process = None
        self.is_echo = False

    def start(self, core=SERVER_CORE):
        environment = {**os.environ, **(self.environment or {})}
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(
                self.command, cwd=self.folder, env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                preexec_fn=pinned(core),
            )

    @property
    def pid(self):
        return self.process.pid

    @property
    def is_running(self):
        return self.process is not None and self.process.poll() is None

    def wait(self, services, check=sameness.check):
        """Waits until it answers rightly (sameness.py); raises Failed."""
        patience = 20 + len(services) / 1000
        end = time.monotonic() + patience
        while True:
            try:
                check(self, services)
                return
            except Failed as failure:
                if not self.is_running:
                    raise Failed(f"ended when it started: {self.last_words()}") from None
                if time.monotonic() > end:
                    raise Failed(f"{failure}, after {patience:.0f} s: {self.last_words()}") from None
            time.sleep(0.05)

    def ask(self, name, rrtype, edns=False, patience=1.0):
        """The RCODE and the answers to one query over UDP, or None."""
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client:
            client.settimeout(patience)
            try:
                client.connect(("127.0.0.1", self.port))
                client.send(wire.query(name, rrtype, edns, 4711))
                return wire.answers(client.recv(4096))
            except (OSError, ValueError):
                return None

    def last_words(self):
        """The last line of its log that says something."""
        with open(self.log, errors="replace") as log:
            lines = [line.strip() for line in log if line.strip()]
        return lines[-1][-200:] if lines else "it says nothing"

    def stop(self, patience=10):
        """Ends it, and what it started: asked first, then by force. Does nothing when it does not run."""
        if self.process is None:
            return
        group = self.process.pid
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(patience)
            except subprocess.TimeoutExpired:
                pass
        try:
            os.killpg(group, 9)
        except ProcessLookupError:
            pass
        self.process.wait()
        self.process = None
