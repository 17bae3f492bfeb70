"""The fake API server, with very many services in it."""

import json
import time

from apiserver import APIServer
from services import Service

BATCH = 20_000
"""How many services the API server makes in one request."""


class Cluster(APIServer):
    """Holds the services of a shape, over a namespace for each 200 of them."""

    def __init__(self, folder, shape):
        super().__init__(folder, [])
        namespaces = max(1, shape.services // 200)
        self.services = []
        for start in range(0, shape.services, BATCH):
            count, prefix = min(BATCH, shape.services - start), f"svc-{start // BATCH}"
            self.ask("POST", "bulk", json.dumps({
                "imports": count, "prefix": prefix, "namespaces": namespaces, "headless": shape.is_headless,
                "ports": shape.ports, "endpoints": shape.endpoints,
            }))
            for index in range(count):
                name, namespace = f"{prefix}-{index}", f"ns-{index % namespaces}"
                self.services.append(Service(name, namespace, _address(index), None))

    def change(self, resource, rate, seconds):
        """Changes objects of one resource, and waits until that has been sent; returns how many."""
        self.expected = int(rate * seconds)
        self.ask("POST", "churn", json.dumps({"rate": rate, "seconds": seconds, "resource": resource}))
        self.settle(20 * seconds)
        return self.expected

    def expire_watches(self):
        """Ends the watches with 410, as after a compaction of etcd: everything is listed anew."""
        self.ask("POST", "compact")
        self.ask("POST", "watches", json.dumps({"kind": "expired"}))


def _address(number):
    return f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"


def until_calm(usage, calm=1.5, patience=1800):
    """Waits until a process has used no CPU to speak of for `calm` seconds; returns the seconds until then."""
    begun = changed = time.monotonic()
    last = usage()
    while time.monotonic() - changed < calm and time.monotonic() - begun < patience:
        time.sleep(0.1)
        if usage() - last > 0.005:
            last, changed = usage(), time.monotonic()
    return changed - begun
