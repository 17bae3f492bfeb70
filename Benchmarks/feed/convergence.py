"""From the API server's reply to a write to the right answer."""

import time

import starts
from api import Connection

PATIENCE = 30
ROUNDS = 4


def measure(report, fleet, servers, changes):
    """Changes service after service in rounds of one server alone: two that follow at once delay each other."""
    kinds = {"address of an import": fleet.services[0::2], "endpoint of a slice": fleet.services[1::2]}
    lags = {kind: {server.label: [] for server in servers} for kind in kinds}
    for server in turns(servers, ROUNDS):
        starts.start(fleet, server)
        connection = Connection(fleet.cluster)
        for kind, services in kinds.items():
            for number in range(-(-changes // ROUNDS)):
                service = services[number * 7919 % len(services)]
                lags[kind][server.label].append(lag(service, connection, fleet, server))
        server.stop()
    for kind, found in lags.items():
        report.add_percentiles(f"{len(fleet.services)} services: {kind}: write to right answer", found)


def lag(service, connection, fleet, server):
    """Milliseconds from the reply to a change to the first right answer."""
    replied = service.change(connection, fleet.fresh_address())
    answered = server.resolver.until_answered(service.question(), replied + PATIENCE)
    time.sleep(0.005)
    return (answered - replied) * 1000 if answered else PATIENCE * 1000.0


def turns(servers, rounds):
    """Every server so many times, in the order ABBA."""
    return [server for number in range(rounds) for server in (servers if number % 2 == 0 else servers[::-1])]
