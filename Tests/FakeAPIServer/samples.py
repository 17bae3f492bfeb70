"""Many objects at once, and their change at a steady rate."""

from __future__ import annotations

import asyncio
import time
from typing import Any

import resources
from store import Store, namespace

BATCH = 200
"""How many objects are made before other requests get their turn."""


def service_import(
    index: int, name: str, space: str, is_headless: bool, ports: int, fields: bool,
) -> dict[str, Any]:
    """The import number `index`: its address, 10.x.x.x, tells the number."""
    spec: dict[str, Any] = {
        "ports": _ports(80, ports),
        "type": "Headless" if is_headless else "ClusterSetIP"}
    if not is_headless:
        spec["ips"] = [address(index)]
    return {"metadata": _metadata(name, space, "v1:spec", fields), "spec": spec}


def endpoint_slice(
    index: int, name: str, space: str, service: str, endpoints: int, ports: int, fields: bool,
) -> dict[str, Any]:
    """The slice number `index` of the import `service`."""
    metadata = _metadata(name, space, "v1:endpoints", fields)
    metadata["labels"] = {
        "multicluster.kubernetes.io/service-name": service,
        "multicluster.kubernetes.io/source-cluster": "cluster1",
        "endpointslice.kubernetes.io/managed-by": "fake"}
    return {
        "metadata": metadata, "addressType": "IPv4",
        "endpoints": [
            {"addresses": [address(index * endpoints + each)], "conditions": {"ready": True},
             "hostname": f"host-{each}"} for each in range(endpoints)],
        "ports": _ports(8080, ports)}


def address(number: int) -> str:
    """An address of 10.0.0.0/8 for each number of 24 bits."""
    return f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"


async def fill(
    store: Store, *, imports: int, slices: int = 1, endpoints: int = 1, namespaces: int = 1, prefix: str = "svc",
    headless: bool = False, ports: int = 1, managedFields: bool = False,
) -> None:
    """Stores `imports` named `svc-0`… in `ns-0`…, each with its `slices`; both have as many `ports`."""
    for index in range(namespaces):
        space = f"ns-{index}"
        if not store.get(resources.NAMESPACES, space):
            store.put(resources.NAMESPACES, None, space, namespace(space))
    for index in range(imports):
        name, space = f"{prefix}-{index}", f"ns-{index % namespaces}"
        content = service_import(index, name, space, headless, ports, managedFields)
        store.put(resources.SERVICE_IMPORTS, space, name, content)
        for each in range(slices):
            number, part = index * slices + each, f"{name}-{each}"
            content = endpoint_slice(number, part, space, name, endpoints, ports, managedFields)
            store.put(resources.ENDPOINT_SLICES, space, part, content)
        if index % BATCH == 0:
            await asyncio.sleep(0)


class Churn:
    """Changes objects one after the other, each to a new address, at a steady rate."""

    def __init__(self, store: Store, *, rate: int, seconds: float, resource: str = "serviceimports") -> None:
        self._store = store
        self._resource = resources.ALL[resource]
        self._rate = rate
        self._total = int(rate * seconds)
        self.count = 0
        self.last: dict[str, str] = {}
        """The latest address of each object that was changed, by `namespace/name`."""
        self.is_running = True

    async def run(self) -> None:
        start = time.monotonic()
        keys = list(self._store.objects[self._resource.plural])
        try:
            while self.count < self._total and keys:
                due = min(self._total, 1 + int((time.monotonic() - start) * self._rate))
                while self.count < due:
                    self._change(keys[self.count % len(keys)])
                    self.count += 1
                await asyncio.sleep(0.001)
        finally:
            self.is_running = False
            self._store.wake()

    def _change(self, key: str) -> None:
        stored = self._store.get(self._resource, key)
        if not stored:
            return
        new = address((1 << 23) + self.count)
        self.last[key] = new
        change = {"endpoints": [{"addresses": [new], "conditions": {"ready": True}}]} \
            if self._resource is resources.ENDPOINT_SLICES else \
            {"spec": {**stored.content["spec"], "ips": [new]}}
        space, name = key.split("/")
        self._store.put(self._resource, space, name, {**stored.content, **change})


def _ports(number: int, count: int) -> list[dict[str, Any]]:
    return [{"name": f"http-{each}" if each else "http", "port": number + each, "protocol": "TCP"}
            for each in range(count)]


def _metadata(name: str, space: str, field: str, fields: bool) -> dict[str, Any]:
    metadata: dict[str, Any] = {"name": name, "namespace": space}
    if fields:
        metadata["managedFields"] = [
            {"manager": "controller", "operation": "Update", "apiVersion": "v1",
             "time": "2026-01-01T00:00:00Z", "fieldsType": "FieldsV1", "fieldsV1": {
                 "f:metadata": {"f:labels": {".": {}, "f:multicluster.kubernetes.io/service-name": {}}},
                 f"f:{field}": {".": {}, "f:ports": {".": {}, 'k:{"port":80,"protocol":"TCP"}': {
                     ".": {}, "f:name": {}, "f:port": {}, "f:protocol": {}}}, "f:type": {}, "f:ips": {}}}}]
    return metadata
