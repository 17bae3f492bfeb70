"""DNS messages, as far as queries and the check of their responses need them."""

import ipaddress
import struct

TYPES = {"A": 1, "SOA": 6, "SRV": 33, "AAAA": 28}
OPT = b"\0\0\x29\x04\xd0\0\0\0\0\0\0"
"""An OPT record (RFC 6891) that offers to take 1,232 octets."""
RCODES = {0: "NOERROR", 1: "FORMERR", 2: "SERVFAIL", 3: "NXDOMAIN", 4: "NOTIMP", 5: "REFUSED"}


def question(name, rrtype):
    """The question section for `name`, which has no final dot."""
    labels = b"".join(bytes([len(label)]) + label.encode() for label in name.split("."))
    return labels + struct.pack("!BHH", 0, TYPES[rrtype], 1)


def query(name, rrtype, edns=False, identifier=0):
    """A query without RD, as for an authoritative server."""
    header = struct.pack("!6H", identifier, 0, 1, 0, 0, int(edns))
    return header + question(name, rrtype) + (OPT if edns else b"")


def answers(response):
    """The RCODE and the sorted data of the answer section's records; raises ValueError."""
    try:
        _, flags, questions, count = struct.unpack_from("!4H", response)
        offset = 12
        for _ in range(questions):
            offset = _name(response, offset)[1] + 4
        found = []
        for _ in range(count):
            offset = _name(response, offset)[1]
            rrtype, _, ttl, length = struct.unpack_from("!HHIH", response, offset)
            found.append((rrtype, ttl, _data(response, rrtype, offset + 10, length)))
            offset += 10 + length
    except (struct.error, IndexError) as error:
        raise ValueError("the response ends too early") from error
    return RCODES.get(flags & 15, str(flags & 15)), sorted(found)


def _data(response, rrtype, offset, length):
    octets = response[offset : offset + length]
    if rrtype in (TYPES["A"], TYPES["AAAA"]):
        return str(ipaddress.ip_address(octets))
    if rrtype == TYPES["SRV"]:
        priority, weight, port = struct.unpack_from("!3H", octets)
        return f"{priority} {weight} {port} {_name(response, offset + 6)[0]}"
    return octets.hex()


def _name(response, offset):
    """The name at `offset`, and where what follows it begins."""
    labels, end, jumps = [], None, 0
    while True:
        length = response[offset]
        if length >= 0xC0:
            end = end or offset + 2
            offset = (length & 0x3F) << 8 | response[offset + 1]
            jumps += 1
            if jumps > 64:
                raise ValueError("a name points in circles")
        elif length == 0:
            return ".".join(labels) + ".", end or offset + 1
        else:
            labels.append(response[offset + 1 : offset + 1 + length].decode("ascii", "replace").lower())
            offset += 1 + length
