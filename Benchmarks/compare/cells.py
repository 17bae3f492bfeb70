"""What is measured: a cell is one kind of load on one list of services."""

from dataclasses import dataclass

from ours import ECHO, OURS, OURS_EDE_OFF, COREDNS_KUBERNETES


@dataclass(frozen=True)
class Cell:
    """`labels` are the servers that it is measured on, all when there are none; `rate` of changes a second meanwhile."""

    name: str
    size: int
    shape: str = "UDP"
    mix: str = "A"
    edns: bool = False
    labels: tuple = ()
    rate: int = 0

    def takes(self, server):
        return self.takes_label(server.label) and (self.shape != "DoT" or server.tls_port is not None)

    def takes_label(self, label):
        return label in self.labels if self.labels else label not in SPECIAL


OURS_CHANGING = "ClusterSetDNS changing"
SPECIAL = {OURS_EDE_OFF, OURS_CHANGING}
"""Servers that only the cells which name them are measured on."""

SMALL, LARGE = 1000, 100_000
_EACH_TYPE = (ECHO, OURS, "NSD", "Knot", COREDNS_KUBERNETES)
_EDE = (OURS, OURS_EDE_OFF)

CELLS = [
    Cell("UDP 1k A", SMALL),
    Cell("UDP 1k A EDNS", SMALL, edns=True),
    Cell("UDP 1k mix", SMALL, mix="mix"),
    Cell("UDP 1k AAAA", SMALL, mix="AAAA", labels=_EACH_TYPE),
    Cell("UDP 1k SRV", SMALL, mix="SRV", labels=_EACH_TYPE),
    Cell("UDP 1k NODATA", SMALL, mix="NODATA", labels=_EACH_TYPE),
    Cell("UDP 1k NXDOMAIN", SMALL, mix="NXDOMAIN", labels=_EACH_TYPE),
    Cell("EDE A EDNS", SMALL, edns=True, labels=_EDE),
    Cell("EDE NODATA EDNS", SMALL, mix="NODATA", edns=True, labels=_EDE),
    Cell("EDE NXDOMAIN EDNS", SMALL, mix="NXDOMAIN", edns=True, labels=_EDE),
    Cell("UDP 1k A 10k/s", SMALL, shape="UDP 10k/s"),
    Cell("TCP 1k pipelined", SMALL, shape="TCP pipelined"),
    Cell("TCP 1k one outstanding", SMALL, shape="TCP one outstanding"),
    Cell("DoT 1k", SMALL, shape="DoT"),
    Cell("UDP 1k A calm", SMALL, labels=(OURS_CHANGING,)),
    Cell("UDP 1k A changing", SMALL, labels=(OURS_CHANGING,), rate=1000),
    Cell("UDP 100k A", LARGE),
    Cell("UDP 100k mix", LARGE, mix="mix"),
    Cell("TCP 100k pipelined", LARGE, shape="TCP pipelined"),
]
