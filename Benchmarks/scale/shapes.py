"""What there is of services, and how many of them are measured."""

from dataclasses import dataclass, replace

ENDPOINTS = 10
"""Of a headless service, all in one slice."""


@dataclass(frozen=True)
class Shape:
    """Services that are alike: each has one slice, of so many endpoints."""

    label: str
    is_headless: bool = False
    ports: int = 0
    endpoints: int = 1
    services: int = 0

    @property
    def all_endpoints(self):
        return self.services * self.endpoints


SHAPES = {
    "a": Shape("ClusterSetIP, A"),
    "srv": Shape("ClusterSetIP, A and SRV", ports=1),
    "counted": Shape("ClusterSetIP, A and SRV, 50 endpoints", ports=1, endpoints=50),
    "headless": Shape(f"Headless, {ENDPOINTS} endpoints", is_headless=True, ports=1, endpoints=ENDPOINTS),
}


def points(shapes, sizes, most_endpoints):
    """Every shape in every size, in endpoints for those that have many: as many names as the others, or nearly so."""
    for label in shapes:
        shape = SHAPES[label]
        for size in sizes:
            services = size // shape.endpoints if shape.is_headless else size
            point = replace(shape, services=services)
            if services and (shape.endpoints == 1 or point.all_endpoints <= most_endpoints):
                yield point
