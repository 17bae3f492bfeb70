"""Resident memory with many services from the API server, and what a change costs there."""

import os
import time

import ours
import peers
import services as names
import sameness
import usage
from apiserver import APIServer
from sameness import Failed

SETTLING = 5
RATE, SECONDS = 1000, 5


def measure(figures, options, folder, certificate, packages, programs, count):
    """For A records only, and for A and one SRV record each: this server, and CoreDNS where there is one."""
    for kind, has_ports in (("A", False), ("A + SRV", True)):
        services = names.make(count, share6=0)
        home = os.path.join(folder, f"memory-{'ports' if has_ports else 'addresses'}")
        os.makedirs(home)
        api = APIServer(os.path.join(home, "api"), services, has_ports)
        try:
            site = peers.Site(home, services, api.kubeconfig, certificate, packages, programs)
            followers = [ours.ours(site, options.clustersetdns, has_tls=False)]
            if options.coredns:
                followers.append(ours.coredns(site, options.coredns)[ours.COREDNS_KUBERNETES])
            api.save()
            for server in followers:
                server.has_srv = has_ports
                if server.label in options.servers:
                    _follow(figures, kind, server, services, api)
                    # The next one begins with the same services: what the changes left is no longer what is asked for.
                    api.restore()
        finally:
            api.stop()


def _follow(figures, kind, server, services, api):
    """One server after the other: one of them alone follows the API server."""
    try:
        server.start()
        # A service without ports has no names in CoreDNS; the memory that it takes is the same.
        has_names = server.has_srv or server.label == ours.OURS
        server.wait(services, sameness.check if has_names else sameness.check_absent)
        time.sleep(SETTLING)
        figures.single[f"memory {kind} {server.label}"] = usage.resident(server.pid)
        figures.single[f"peak memory {kind} {server.label}"] = usage.resident(server.pid, "VmHWM")
        before, begun = usage.Usage(server.pid).cpu, time.monotonic()
        api.churn(RATE, SECONDS)
        api.settle(SECONDS * 4)
        used, took = usage.Usage(server.pid).cpu - before, time.monotonic() - begun
        figures.single[f"change {kind} {server.label}"] = used * 1e6 / (RATE * SECONDS)
        figures.single[f"changes a second {kind} {server.label}"] = RATE * SECONDS / took
    except Failed as failure:
        figures.single[f"memory {kind} {server.label}"] = str(failure)
    finally:
        server.stop()
