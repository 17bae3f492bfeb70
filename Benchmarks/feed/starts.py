"""From the start of a process to its first right answers, and what that costs."""

import time

SETTLING = 15
PATIENCE = 60


def measure(report, fleet, servers, rounds):
    """Starts each server in turn, `rounds` times; all but the last time it is stopped as soon as it has answered."""
    count = len(fleet.services)
    questions = [fleet.services[0].question(), fleet.services[-1].question()]
    seconds, cpu, resident, settled = ({server.label: [] for server in servers} for _ in range(4))
    peak = {server.label: [] for server in servers}
    for number in range(rounds):
        for server in servers if number % 2 == 0 else servers[::-1]:
            begun = server.start()
            answered = max(_answered(server, question, begun) for question in questions)
            cpu[server.label].append(server.cpu)
            seconds[server.label].append(answered - begun)
            resident[server.label].append(server.memory("VmRSS"))
            if number == rounds - 1:
                time.sleep(SETTLING)
                settled[server.label].append(server.memory("VmRSS"))
            peak[server.label].append(max(server.memory("VmHWM"), resident[server.label][-1]))
            server.stop()
    report.add(f"{count} services: start to right answer, s", seconds)
    report.add(f"{count} services: CPU of that start, s", cpu)
    report.add(f"{count} services: resident when it answers, MiB", resident, 1)
    report.add(f"{count} services: peak, MiB", peak, 1)
    report.add(f"{count} services: resident {SETTLING} s later, MiB", settled, 1)


def start(fleet, server):
    """Starts the server and waits until it answers rightly for the first and the last service."""
    begun = server.start()
    for service in (fleet.services[0], fleet.services[-1]):
        _answered(server, service.question(), begun)


def _answered(server, question, begun):
    answered = server.resolver.until_answered(question, begun + PATIENCE, pause=0.002)
    if answered is None:
        raise SystemExit(f"{server.label} does not answer {question.name} after {PATIENCE} s; its log: {server.log}")
    return answered
