"""The resources that the server knows, and what of them can change while it runs."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Resource:
    """A kind of object and where in the API it stands."""

    plural: str
    singular: str
    kind: str
    group: str
    """Empty for the core group."""
    versions: tuple[str, ...]
    """Every version there is, the preferred one first; which ones are served is a setting."""
    is_namespaced: bool
    is_custom: bool
    """Defined by a CRD: its objects are written with their keys in order, and a list keeps each one's kind."""
    short_names: tuple[str, ...] = ()

    def group_version(self, version: str) -> str:
        """What `apiVersion` says."""
        return f"{self.group}/{version}" if self.group else version

    @property
    def qualified(self) -> str:
        """The name in messages: `serviceimports.multicluster.x-k8s.io`."""
        return f"{self.plural}.{self.group}" if self.group else self.plural

    def key(self, namespace: str | None, name: str) -> str:
        """Where an object stands among the others: lists are in this order."""
        return f"{namespace}/{name}" if self.is_namespaced else name


SERVICE_IMPORTS = Resource(
    "serviceimports", "serviceimport", "ServiceImport", "multicluster.x-k8s.io", ("v1beta1", "v1alpha1"),
    is_namespaced=True, is_custom=True, short_names=("svcim", "svcimport"),
)
ENDPOINT_SLICES = Resource(
    "endpointslices", "endpointslice", "EndpointSlice", "discovery.k8s.io", ("v1",),
    is_namespaced=True, is_custom=False,
)
NAMESPACES = Resource(
    "namespaces", "namespace", "Namespace", "", ("v1",),
    is_namespaced=False, is_custom=False, short_names=("ns",),
)
SERVICES = Resource(
    "services", "service", "Service", "", ("v1",),
    is_namespaced=True, is_custom=False, short_names=("svc",),
)
"""CoreDNS's feed wants to watch them too."""
ALL = {resource.plural: resource for resource in (SERVICE_IMPORTS, ENDPOINT_SLICES, NAMESPACES, SERVICES)}
BY_KIND = {resource.kind: resource for resource in ALL.values()}
