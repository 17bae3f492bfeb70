"""The same answers from every server, before anything is measured."""

import random

import services as names
import wire


class Failed(Exception):
    """A server did not start, or answers otherwise than it should; says how."""


def check(server, services, count=20):
    """Asks for some services and for what there is not; raises Failed for the first answer that is not right.

    The echo only has to answer.
    """
    if server.is_echo:
        _answer(server, services[0].domain, "A")
        return
    chance = random.Random(names.SEED + 3)
    for service in [services[0], services[-1], *chance.sample(services, min(count, len(services)))]:
        _expect(server, service.domain, "A", 0, [service.address])
        _expect(server, service.domain, "AAAA", 0, [service.address6] if service.address6 else [])
        if server.has_srv:
            _expect(server, service.port_domain, "SRV", 0, [service.port_target])
    check_absent(server, services)


def check_absent(server, services):
    """Asks only for what there is not, which no server that waits for its feed knows yet."""
    for name in names.absent(services, 3):
        _expect(server, name, "A", server.missing_rcode, [])


def _expect(server, name, rrtype, rcode, data):
    for edns in (False, True):
        found_rcode, answers = _answer(server, name, rrtype, edns)
        found = [each for _, _, each in answers]
        if (found_rcode, found) != (wire.RCODES[rcode], data):
            raise Failed(
                f"answers {name} {rrtype} with {found_rcode} {found} instead of {wire.RCODES[rcode]} {data}")


def _answer(server, name, rrtype, edns=False):
    found = server.ask(name, rrtype, edns)
    if found is None:
        raise Failed(f"does not answer {name} {rrtype}")
    return found
