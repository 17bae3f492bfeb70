"""The services that every server serves: one list for zone file, hosts file and API objects."""

import ipaddress
import random
from dataclasses import dataclass

ZONE = "clusterset.local"
SEED = 20221
PORT = 8080

_SYLLABLES = "ba be bo da de di ka ko la le lo ma me mi na ne no pa po ra re ri sa se so ta te to va ve".split()
_KINDS = "api auth cache cart db feed mail pay queue search web".split()


@dataclass(frozen=True)
class Service:
    """A ClusterSetIP service with one port, `http`."""

    name: str
    namespace: str
    address: str
    address6: str | None

    @property
    def domain(self):
        return f"{self.name}.{self.namespace}.svc.{ZONE}"

    @property
    def port_domain(self):
        return f"_http._tcp.{self.domain}"

    @property
    def port_target(self):
        """The data of its SRV record: Kubernetes shares a weight of 100 among the addresses."""
        return f"0 {100 // len(self.addresses)} {PORT} {self.domain}."

    @property
    def addresses(self):
        return [self.address] + ([self.address6] if self.address6 else [])


def make(count, share6=0.2):
    """`count` services with names of their own, the same each time; `share6` of them have an IPv6 address too."""
    chance = random.Random(SEED)
    found, names = [], set()
    while len(found) < count:
        number = len(found)
        name = "".join(chance.choices(_SYLLABLES, k=chance.randint(2, 4))) + "-" + chance.choice(_KINDS)
        namespace = f"team-{chance.randrange(max(10, count // 200))}"
        while (name, namespace) in names:
            name += f"-{number}"
        names.add((name, namespace))
        address = f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
        address6 = str(ipaddress.IPv6Address((0xFD00 << 112) + number)) if chance.random() < share6 else None
        found.append(Service(name, namespace, address, address6))
    return found


def absent(services, count):
    """Names of services that do not exist, in namespaces that do."""
    chance = random.Random(SEED + 1)
    return [f"missing-{each}.{chance.choice(services).namespace}.svc.{ZONE}" for each in range(count)]
