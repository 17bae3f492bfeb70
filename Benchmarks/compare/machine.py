"""What the figures were taken on, and of which versions."""

import datetime
import os
import platform
import re
import subprocess


def describe():
    """Cores, processor, kernel and time."""
    with open("/proc/cpuinfo") as information:
        model = next((line.split(":", 1)[1].strip() for line in information if line.startswith("model name")), "")
    return {
        "date": datetime.datetime.now(datetime.timezone.utc).strftime("%F"),
        "cores": len(os.sched_getaffinity(0)),
        "processor": model or platform.machine(),
        "kernel": platform.release(),
        "system": platform.freedesktop_os_release().get("PRETTY_NAME", ""),
        "load_average": os.getloadavg()[0],
    }


def versions(options, packages):
    found = {label: packages.version(package) for label, package in (
        ("NSD", "nsd"), ("Knot", "knot"), ("BIND", "bind9"), ("Unbound", "unbound"), ("dnsmasq", "dnsmasq-base"))}
    found["ClusterSetDNS"] = _said([options.clustersetdns, "-version"], r"ClusterSetDNS-(\S+)")
    found["commit"] = _said(["git", "describe", "--always", "--dirty"], r"(\S+)")
    if options.coredns:
        found["CoreDNS"] = _said([options.coredns, "-version"], r"CoreDNS-(\S+)")
    return {label: version for label, version in found.items() if version}


def _said(command, pattern):
    """What a command's output has at the group of the pattern, or None."""
    try:
        said = subprocess.run(command, capture_output=True, text=True, timeout=10)
    except (OSError, subprocess.TimeoutExpired):
        return None
    match = re.search(pattern, said.stdout + said.stderr)
    return match and match.group(1)
