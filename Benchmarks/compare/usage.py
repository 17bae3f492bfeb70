"""What processes and the machine have used."""

import os
import time

_TICKS = os.sysconf("SC_CLK_TCK")


def family(pid):
    """The process and all that descend from it."""
    found = [pid]
    for each in found:
        try:
            for task in os.listdir(f"/proc/{each}/task"):
                with open(f"/proc/{each}/task/{task}/children") as children:
                    found += [int(child) for child in children.read().split()]
        except OSError:
            continue
    return found


class Usage:
    """Seconds of CPU of a process and its descendants until now: `cpu` on a core, `user` of it by ticks."""

    def __init__(self, pid):
        self.cpu = self.user = 0.0
        for each in family(pid):
            try:
                # The clock of a process is the sum of its threads' schedstat, those that have ended too.
                self.cpu += time.clock_gettime((~each << 3) | 2)
                user, ended_user, ended_system = _ticks(each)
            except OSError:
                continue
            self.cpu += ended_user + ended_system
            self.user += user + ended_user


def _ticks(pid):
    """User time of a process, then user and system time of the children that it has waited for, in seconds."""
    with open(f"/proc/{pid}/stat") as stat:
        fields = stat.read().rsplit(")", 1)[1].split()
    return int(fields[11]) / _TICKS, int(fields[13]) / _TICKS, int(fields[14]) / _TICKS


def resident(pid, field="VmRSS"):
    """MiB of the process and its descendants; pages that they share count once for each, as in NSD's."""
    total = 0
    for each in family(pid):
        try:
            with open(f"/proc/{each}/status") as status:
                total += next((int(line.split()[1]) for line in status if line.startswith(field + ":")), 0)
        except OSError:
            continue
    return total / 1024


def busy():
    """Seconds that all cores were at work, and that were stolen from them."""
    with open("/proc/stat") as stat:
        user, nice, system, _, _, irq, softirq, stolen, *_ = map(int, stat.readline().split()[1:])
    return (user + nice + system + irq + softirq) / _TICKS, stolen / _TICKS
