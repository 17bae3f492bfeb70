"""How each server is set up: one worker, no query log, no rate limit, answers no larger than they must be."""

import copy
import os

import ports
import zone
from server import Server
from services import ZONE


class Site:
    """The files that servers of one list of services share, and a folder for each."""

    def __init__(self, folder, services, kubeconfig, certificate, packages, programs):
        self.folder, self.services, self.kubeconfig = folder, services, kubeconfig
        self.certificate, self.key = certificate
        self.packages, self.programs = packages, programs
        self.zone = self.write(folder, "zone", zone.zone_file(services))
        self.hosts = self.write(folder, "hosts", zone.hosts_file(services))

    @staticmethod
    def write(folder, name, text):
        path = os.path.join(folder, name)
        with open(path, "w") as file:
            file.write(text)
        return path

    def below(self, folder):
        """The same, for servers whose folders are to be in another one."""
        os.makedirs(folder)
        other = copy.copy(self)
        other.folder = folder
        return other


def debian(site, label):
    """One of Debian's servers, set up but not started; None where its program is not there."""
    program, make, has_tls = DEBIAN[label]
    path = site.packages.find(program)
    if path is None:
        return None
    folder = os.path.join(site.folder, label)
    os.makedirs(folder)
    port, tls_port = ports.free(), ports.free() if has_tls else None
    arguments = make(site, folder, port, tls_port)
    return Server(label, [path, *arguments], port, tls_port, folder, environment=site.packages.environment)


def _nsd(site, folder, port, tls_port):
    path = site.write(folder, "nsd.conf", f"""server:
  server-count: 1
  ip-address: 127.0.0.1@{port}
  ip-address: 127.0.0.1@{tls_port}
  tls-port: {tls_port}
  tls-service-key: "{site.key}"
  tls-service-pem: "{site.certificate}"
  username: ""
  zonesdir: "{folder}"
  database: ""
  pidfile: "{folder}/nsd.pid"
  zonelistfile: "{folder}/zone.list"
  xfrdfile: "{folder}/xfrd.state"
  xfrdir: "{folder}"
  minimal-responses: yes
  rrl-ratelimit: 0
  tcp-count: 100
  tcp-query-count: 0
  tcp-timeout: 60
  verbosity: 0
remote-control:
  control-enable: no
zone:
  name: {ZONE}
  zonefile: "{site.zone}"
""")
    return ["-d", "-c", path]


def _knot(site, folder, port, tls_port):
    path = site.write(folder, "knot.conf", f"""server:
  rundir: "{folder}"
  listen: 127.0.0.1@{port}
  udp-workers: 1
  tcp-workers: 1
  background-workers: 1
  tcp-idle-timeout: 60
database:
  storage: "{folder}"
log:
- target: stderr
  any: warning
zone:
- domain: {ZONE}
  file: "{site.zone}"
  journal-content: none
  zonefile-sync: -1
""")
    return ["-c", path]


def _bind(site, folder, port, tls_port):
    path = site.write(folder, "named.conf", f"""tls local {{ cert-file "{site.certificate}"; key-file "{site.key}"; }};
options {{
  directory "{folder}";
  pid-file none;
  session-keyfile none;
  lock-file none;
  managed-keys-directory "{folder}";
  listen-on port {port} {{ 127.0.0.1; }};
  listen-on port {tls_port} tls local {{ 127.0.0.1; }};
  listen-on-v6 {{ none; }};
  recursion no;
  minimal-responses yes;
  querylog no;
  notify no;
  tcp-idle-timeout 600;
}};
logging {{ category default {{ null; }}; }};
controls {{ }};
zone "{ZONE}" {{ type primary; file "{site.zone}"; check-names ignore; }};
""")
    return ["-g", "-n", "1", "-c", path]


def _unbound(site, folder, port, tls_port):
    path = site.write(folder, "unbound.conf", f"""server:
  num-threads: 1
  interface: 127.0.0.1@{port}
  interface: 127.0.0.1@{tls_port}
  tls-port: {tls_port}
  tls-service-key: "{site.key}"
  tls-service-pem: "{site.certificate}"
  do-daemonize: no
  username: ""
  chroot: ""
  directory: "{folder}"
  pidfile: ""
  use-syslog: no
  verbosity: 0
  log-queries: no
  module-config: "iterator"
  ip-ratelimit: 0
  minimal-responses: yes
  rrset-roundrobin: no
  incoming-num-tcp: 100
  tcp-idle-timeout: 60000
  local-zone: "{ZONE}." static
  include: "{folder}/data.conf"
remote-control:
  control-enable: no
""")
    site.write(folder, "data.conf", zone.unbound_data(site.services))
    return ["-d", "-c", path]


def _dnsmasq(site, folder, port, tls_port):
    path = site.write(folder, "dnsmasq.conf", f"""port={port}
listen-address=127.0.0.1
bind-interfaces
user=root
no-daemon
no-resolv
no-poll
no-hosts
addn-hosts={site.hosts}
local=/{ZONE}/
local-ttl={zone.TTL}
cache-size=0
""" + zone.dnsmasq_srv(site.services))
    return ["-C", path, "--pid-file="]


DEBIAN = {
    "NSD": ("nsd", _nsd, True),
    "Knot": ("knotd", _knot, False),
    "BIND": ("named", _bind, True),
    "Unbound": ("unbound", _unbound, True),
    "dnsmasq": ("dnsmasq", _dnsmasq, False),
}
"""The program, what writes its files and returns its arguments, and whether it has DNS over TLS."""
