"""The fake Kubernetes API server of the tests, with the services in it."""

import http.client
import json
import os
import subprocess
import sys
import time

import zone
from server import LOAD_CORE, pinned

PROGRAM = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../Tests/FakeAPIServer")


class APIServer:
    """Runs on the core of the load."""

    def __init__(self, folder, services, has_ports=True):
        os.makedirs(folder)
        command = [sys.executable, "-B", PROGRAM, "--directory", folder, "--with-parent"]
        with open(os.path.join(folder, "log"), "ab") as log:
            self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, preexec_fn=pinned(LOAD_CORE))
        self.pid = self.process.pid
        try:
            self.port = json.loads(self.process.stdout.readline())["adminPort"]
            self.kubeconfig = os.path.join(folder, "kubeconfig")
            for batch in zone.batches(services, has_ports):
                self.ask("POST", "objects", batch)
        except BaseException:
            self.stop()
            raise

    def ask(self, method, path, body=None):
        """A request of the admin port: Tests/FakeAPIServer/README.md has them."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        connection.request(method, f"/_fake/{path}", body)
        response = connection.getresponse()
        content = json.loads(response.read())
        connection.close()
        if response.status != 200:
            raise RuntimeError(f"the fake API server: {content}")
        return content

    def churn(self, rate, seconds):
        """Begins to change services, each to a new address."""
        self.expected = int(rate * seconds)
        self.ask("POST", "churn", json.dumps({"rate": rate, "seconds": seconds}))

    def settle(self, patience=10):
        """Waits until those changes are made and every watch has been sent them."""
        end = time.monotonic() + patience
        while time.monotonic() < end:
            counters = self.ask("GET", "counters")
            if counters["churned"] >= self.expected and counters["delivered"] >= counters["resourceVersion"]:
                return
            time.sleep(0.05)

    def save(self):
        """Keeps the objects as they are, for `restore`."""
        self.ask("POST", "save")

    def restore(self):
        """Puts the objects back to what they were at `save`; who follows them is cut off."""
        self.ask("POST", "restore")

    def stop(self):
        self.process.terminate()
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process.stdout.close()
