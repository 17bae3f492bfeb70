"""All servers of one list of services: started together, checked, ended together."""

import os
import sys
import time

import ours
import peers
import services as names
from apiserver import APIServer
from cells import OURS_CHANGING
from sameness import Failed

LABELS = [
    ours.ECHO, ours.OURS, ours.OURS_PROMETHEUS, ours.OURS_EDE_OFF, OURS_CHANGING, *peers.DEBIAN,
    ours.COREDNS_HOSTS, ours.COREDNS_FILE, ours.COREDNS_KUBERNETES,
]


def bare(folder, size, certificate, packages, programs):
    """The files of a list of services, with no server and no API server."""
    os.makedirs(folder)
    return peers.Site(folder, names.make(size), None, certificate, packages, programs)


class Running:
    """As a context: the servers that start and answer rightly; of the others `figures` says why they are not there."""

    def __init__(self, options, folder, size, certificate, packages, programs, figures, cells):
        self.options, self.figures, self.cells = options, figures, cells
        self.site = bare(folder, size, certificate, packages, programs)
        self.servers, self.changer, self._ends = [], None, []

    def __enter__(self):
        try:
            self.site.kubeconfig = self._api_server("api").kubeconfig
            for server in self._made():
                self._start(server)
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        for end in reversed(self._ends):
            end()
        self._ends = []

    def _api_server(self, name):
        server = APIServer(os.path.join(self.site.folder, name), self.site.services)
        self._ends.append(server.stop)
        return server

    def _made(self):
        """The servers that some cell takes, set up but not started."""
        site, options = self.site, self.options
        makers = {
            ours.ECHO: lambda: ours.echo(site),
            ours.OURS: lambda: ours.ours(site, options.clustersetdns),
            ours.OURS_PROMETHEUS: lambda: ours.ours(
                site, options.clustersetdns, ours.OURS_PROMETHEUS, ours.prometheus()),
            OURS_CHANGING: self._changing,
        }
        if options.has_ede:
            makers[ours.OURS_EDE_OFF] = lambda: ours.ours(
                site, options.clustersetdns, ours.OURS_EDE_OFF, "  ede off\n")
        for label in peers.DEBIAN:
            makers[label] = lambda label=label: peers.debian(site, label)
        if options.coredns:
            for label, server in ours.coredns(site, options.coredns).items():
                makers[label] = lambda server=server: server
        for label, make in makers.items():
            if label not in options.servers or not self._is_needed(label):
                continue
            server = make()
            if server is None:
                self._fail(label, "is not among the packages")
            else:
                yield server

    def _is_needed(self, label):
        return any(cell.takes_label(label) for cell in self.cells)

    def _changing(self):
        """This server with an API server of its own, whose objects change when they are told to."""
        self.changer = self._api_server("changing-api")
        site = self.site.below(os.path.join(self.site.folder, "changing"))
        site.kubeconfig = self.changer.kubeconfig
        return ours.ours(site, self.options.clustersetdns, OURS_CHANGING)

    def _start(self, server):
        begun = time.monotonic()
        self._ends.append(server.stop)
        try:
            server.start()
            server.wait(self.site.services)
        except (Failed, OSError) as failure:
            server.stop()
            self._fail(server.label, str(failure))
            return
        self.servers.append(server)
        print(f"{server.label}: {len(self.site.services)} services in {time.monotonic() - begun:.2f} s", file=sys.stderr)

    def _fail(self, label, problem):
        print(f"{label}: {problem}", file=sys.stderr)
        for cell in self.cells:
            if cell.takes_label(label):
                self.figures.fail(cell.name, label, problem)
