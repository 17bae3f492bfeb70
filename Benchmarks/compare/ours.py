"""This server and CoreDNS, whose Corefiles are alike, and the echo."""

import os
import subprocess

import ports
from server import Server
from services import ZONE

OURS = "ClusterSetDNS"
OURS_PROMETHEUS = "ClusterSetDNS prometheus"
OURS_EDE_OFF = "ClusterSetDNS ede off"
ECHO = "echo"
COREDNS = "CoreDNS"
COREDNS_HOSTS, COREDNS_FILE, COREDNS_KUBERNETES = f"{COREDNS} hosts", f"{COREDNS} file", f"{COREDNS} kubernetes"


def ours(site, command, label=OURS, directives="", has_tls=True):
    """This server, following the API server."""
    body = f"{directives}  multicluster {{\n    kubeconfig {site.kubeconfig}\n    ttl 5\n  }}\n"
    return _from_corefile(site, command, label, "  multisocket 1\n" + body, has_tls)


def prometheus():
    return f"  prometheus 127.0.0.1:{ports.free()}\n"


def knows_ede(command, folder):
    """Whether this build has the directive `ede off`."""
    path = os.path.join(folder, "Corefile.ede")
    with open(path, "w") as file:
        file.write("clusterset.local:5300 {\n  bind 127.0.0.1\n  ede off\n  whoami\n}\n")
    return subprocess.run([command, "check", "-conf", path], capture_output=True).returncode == 0


def coredns(site, command):
    """CoreDNS with each of the three plugins that can hold the services."""
    hosts = f"  hosts {site.hosts} {ZONE} {{\n    ttl 5\n    no_reverse\n  }}\n"
    feed = f"  kubernetes {ZONE} {{\n    kubeconfig {site.kubeconfig}\n    multicluster {ZONE}\n    ttl 5\n  }}\n"
    # Without a zone's SOA, hosts says SERVFAIL where there is no such name (plugin/hosts).
    servers = [
        _from_corefile(site, command, COREDNS_HOSTS, hosts, has_tls=True, has_srv=False, missing_rcode=2),
        _from_corefile(site, command, COREDNS_FILE, f"  file {site.zone} {ZONE}\n", has_tls=True),
        _from_corefile(site, command, COREDNS_KUBERNETES, feed, has_tls=True),
    ]
    return {server.label: server for server in servers}


def echo(site):
    folder = os.path.join(site.folder, ECHO)
    os.makedirs(folder)
    port = ports.free()
    server = Server(ECHO, [site.programs["echo"], str(port)], port, None, folder)
    server.is_echo = True
    return server


def _from_corefile(site, command, label, body, has_tls, **details):
    folder = os.path.join(site.folder, label.replace(" ", "-"))
    os.makedirs(folder)
    port, tls_port = ports.free(), ports.free() if has_tls else None
    zones = f"{ZONE}:{port}"
    if has_tls:
        zones += f" tls://{ZONE}:{tls_port}"
        body = f"  tls {site.certificate} {site.key}\n{body}"
    path = site.write(folder, "Corefile", f"{zones} {{\n  bind 127.0.0.1\n{body}}}\n")
    return Server(label, [os.path.abspath(command), "-conf", path], port, tls_port, folder, **details)
