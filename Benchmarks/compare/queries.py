"""What is asked: mixes of queries for a list of services, as the file that the load generator reads."""

import random
import struct

import services as names
import wire

MIXES = {
    "A": {"A": 100},
    "AAAA": {"AAAA": 100},
    "SRV": {"SRV": 100},
    "NODATA": {"NODATA": 100},
    "NXDOMAIN": {"NXDOMAIN": 100},
    "mix": {"A": 50, "AAAA?": 20, "SRV": 5, "NXDOMAIN": 25},
}
"""Shares in percent. `AAAA` asks services that have an IPv6 address, `NODATA` those that have none, `AAAA?` any."""


def make(services, mix, count, edns=False, has_srv=True, missing_rcode=3):
    """`count` queries in random order, the same each time: (name, type, RCODE, whether there are answers).

    For a server that cannot hold SRV records an A query stands in the place of each SRV query. `missing_rcode` is what a
    server says where there is no such name.
    """
    chance = random.Random(names.SEED + 2)
    with6 = [service for service in services if service.address6]
    without6 = [service for service in services if not service.address6]
    missing = names.absent(services, min(len(services), 10_000))
    shares = MIXES[mix]
    asked = []
    for kind in chance.choices(list(shares), list(shares.values()), k=count):
        if kind == "NXDOMAIN":
            asked.append((chance.choice(missing), "A", missing_rcode, False))
        elif kind == "SRV" and has_srv:
            asked.append((chance.choice(services).port_domain, "SRV", 0, True))
        elif kind == "NODATA":
            asked.append((chance.choice(without6).domain, "AAAA", 0, False))
        elif kind in ("AAAA", "AAAA?"):
            service = chance.choice(with6 if kind == "AAAA" else services)
            asked.append((service.domain, "AAAA", 0, service.address6 is not None))
        else:
            asked.append((chance.choice(services).domain, "A", 0, True))
    return [(wire.query(name, rrtype, edns), edns, rcode, answers) for name, rrtype, rcode, answers in asked]


def encoded(asked):
    """The file: before each message its length, the end of its question, the RCODE and whether there are answers."""
    return b"".join(
        struct.pack("<HHBB", len(message), len(message) - len(wire.OPT) * edns, rcode, answers) + message
        for message, edns, rcode, answers in asked
    )
