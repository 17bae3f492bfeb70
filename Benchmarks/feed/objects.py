"""The objects of a run: imports with one slice each, every other one of them headless, spread over namespaces."""

import itertools
import os
from concurrent.futures import ThreadPoolExecutor

from api import Connection, Refused
from dns import Question

SPREAD = 10
LABEL = "multicluster.kubernetes.io/service-name"
IMPORTS = "/apis/multicluster.x-k8s.io/v1alpha1/namespaces/{}/serviceimports"
SLICES = "/apis/discovery.k8s.io/v1/namespaces/{}/endpointslices"


def address(number):
    """The address that stands for this number, below 2^23; services begin with their own number's."""
    return f"10.{number >> 16 & 127}.{number >> 8 & 255}.{number & 255}"


class Service:
    """The service with this number; it knows its objects and what to ask for it."""

    def __init__(self, run, number):
        self.name = f"s{number:05}"
        self.namespace = f"{run}-{number % SPREAD}"
        self.is_headless = number % 2 == 1
        self.address = address(number + 1)

    def question(self):
        """The question whose right answer is the address that the service has now."""
        return Question(f"{self.name}.{self.namespace}.svc.clusterset.local", self.address)

    @property
    def imported(self):
        spec = {"type": "Headless"} if self.is_headless else {"type": "ClusterSetIP", "ips": [self.address]}
        spec["ports"] = [{"name": "http", "port": 80, "protocol": "TCP"}]
        return {
            "apiVersion": "multicluster.x-k8s.io/v1alpha1",
            "kind": "ServiceImport",
            "metadata": {"name": self.name, "namespace": self.namespace},
            "spec": spec,
        }

    @property
    def slice(self):
        labels = {LABEL: self.name, "multicluster.kubernetes.io/source-cluster": "east"}
        return {
            "apiVersion": "discovery.k8s.io/v1",
            "kind": "EndpointSlice",
            "metadata": {"name": self.name + "-east", "namespace": self.namespace, "labels": labels},
            "addressType": "IPv4",
            "endpoints": [self._endpoint],
            "ports": [{"name": "http", "port": 8080, "protocol": "TCP"}],
        }

    @property
    def _endpoint(self):
        return {"addresses": [self.address], "hostname": "pod-0", "conditions": {"ready": True}}

    def create(self, connection):
        """Import and slice; returns when the API server had replied to the last (monotonic seconds)."""
        connection.create(IMPORTS.format(self.namespace), self.imported)
        return connection.create(SLICES.format(self.namespace), self.slice)[1]

    def change(self, connection, address):
        """Gives the service another address; returns when the API server had replied (monotonic seconds)."""
        self.address = address
        if self.is_headless:
            path, patch = f"{SLICES}/{{}}-east", {"endpoints": [self._endpoint]}
        else:
            path, patch = f"{IMPORTS}/{{}}", {"spec": {"ips": [address]}}
        return connection.patch(path.format(self.namespace, self.name), patch)[1]


class Fleet:
    """Every service of a run, in namespaces that are gone when it ends."""

    def __init__(self, cluster):
        self.cluster = cluster
        self.run = f"feed-bench-{os.getpid()}"
        self.services = []
        self.unused = 1 << 20
        self.newcomers = itertools.count(100_000, 2)
        self.namespaces = [f"{self.run}-{index}" for index in range(SPREAD)]

    def __enter__(self):
        connection = Connection(self.cluster)
        for name in self.namespaces:
            content = {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": name}}
            connection.create("/api/v1/namespaces", content)
        return self

    def __exit__(self, *_):
        connection = Connection(self.cluster)
        for name in self.namespaces:
            for path in (IMPORTS.format(name), SLICES.format(name), f"/api/v1/namespaces/{name}"):
                try:
                    connection.delete(path)
                except (OSError, Refused) as error:
                    print(f"left behind: {path}: {error}")

    def grow(self, count, writers=8):
        """Creates services until there are `count`; the last one is written last."""
        added = [Service(self.run, number) for number in range(len(self.services), count)]
        shares = [added[index:-1:writers] for index in range(writers)]
        with ThreadPoolExecutor(writers) as pool:
            list(pool.map(self._create, shares))
        added[-1].create(Connection(self.cluster))
        self.services += added

    def fresh_address(self):
        """An address that nothing has had in this run."""
        return address(self.reserve(1))

    def reserve(self, count):
        """The first of so many numbers whose addresses nothing has had in this run."""
        first = self.unused
        self.unused += count
        return first

    def newcomer(self):
        """A service besides those of `services`, not written yet; not headless."""
        return Service(self.run, next(self.newcomers))

    def _create(self, services):
        connection = Connection(self.cluster)
        for service in services:
            service.create(connection)
        connection.close()
