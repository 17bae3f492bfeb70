"""The cells of one list of services, in interleaved rounds."""

import os
import sys

import load
import queries

RETRIES = 2
"""How often a run that other work disturbed is tried again at once."""


class Rounds:
    """Runs every cell on every server that it takes, one short run each, and that again and again."""

    def __init__(self, options, figures, site, servers, changer=None):
        self.options, self.figures, self.site, self.servers = options, figures, site, servers
        self.changer = changer
        self._files = {}
        self._patience = options.rounds * 20
        """How many runs may be tried again in all: on a machine that is never calm the end still comes."""

    def run(self, cells):
        for number in range(self.options.rounds):
            for cell in cells:
                taken = [server for server in self.servers if cell.takes(server)]
                shift = number % max(len(taken), 1)
                for server in taken[shift:] + taken[:shift]:
                    self._run(cell, server, number)
            print(f"round {number + 1} of {self.options.rounds} is done", file=sys.stderr, flush=True)

    def _run(self, cell, server, number):
        if (cell.name, server.label) in self.figures.problems:
            return
        for attempt in range(1 + RETRIES):
            sample = self._sample(cell, server)
            if sample is None or sample.failure:
                problem = sample.failure if sample else self._silence(cell, server)
                self.figures.fail(cell.name, server.label, problem)
                return
            if sample.others <= self.options.others:
                self.figures.add(cell.name, server.label, number, sample)
                return
            if attempt == RETRIES or self._patience == 0:
                break
            self._patience -= 1
        self.figures.refuse(cell.name, server.label, sample.others)

    def _sample(self, cell, server):
        if not server.is_running:
            return None
        arguments = load.arguments(
            load.SHAPES[cell.shape], server, self._queries(cell, server), self.options.seconds)
        helpers = [self.changer.pid] if self.changer else []
        if cell.rate:
            self.changer.churn(cell.rate, self.options.seconds)
        sample = load.run(self.site.programs["load"], arguments, server, helpers)
        if cell.rate:
            self.changer.settle()
        return sample

    @staticmethod
    def _silence(cell, server):
        return "takes no connection" if server.is_running else f"has ended: {server.last_words()}"

    def _queries(self, cell, server):
        """The file of a cell's queries: the same for all servers that can hold the same."""
        key = (cell.mix, cell.edns, server.has_srv, server.missing_rcode)
        if key not in self._files:
            count = min(200_000, 20 * len(self.site.services))
            asked = queries.make(self.site.services, cell.mix, count, cell.edns, server.has_srv, server.missing_rcode)
            path = os.path.join(self.site.folder, f"queries-{len(self._files)}")
            with open(path, "wb") as file:
                file.write(queries.encoded(asked))
            self._files[key] = path
        return self._files[key]
