"""Changes services at a rate, over many connections in processes of their own."""

import multiprocessing
import threading
import time

from api import Connection
from ledger import Ledger
from objects import address

PROCESSES = 2
CONNECTIONS = 12
WRITERS = PROCESSES * CONNECTIONS


class Writers:
    """Begin in half a second, and write for so long.

    A service is changed by one connection only: the last value written is the one it has.
    """

    def __init__(self, cluster, services, first_number, rate, seconds):
        self.cluster, self.services = cluster, services
        self.first_number, self.rate = first_number, rate
        self.begin = time.monotonic() + 0.5
        self.end = self.begin + seconds
        self.ledger = Ledger(WRITERS, len(services))
        self.processes = [multiprocessing.Process(target=self._process, args=[index]) for index in range(PROCESSES)]
        for process in self.processes:
            process.start()

    def wait(self):
        """Returns as soon as the API server has replied to the last change; the services know their addresses then."""
        while not self.ledger.is_closed:
            if not all(process.is_alive() or process.exitcode == 0 for process in self.processes):
                raise SystemExit("a writer failed")
            time.sleep(0.001)
        for index, number in self.ledger.changed:
            self.services[index].address = address(number)

    @property
    def last(self):
        """The service that each connection changed last."""
        return [self.services[index] for index in self.ledger.last]

    @property
    def ended(self):
        """When the API server had replied to the last change (monotonic seconds)."""
        return max(self.ledger.replied)

    @property
    def changes(self):
        """How many the API server took."""
        return sum(self.ledger.taken)

    def _process(self, index):
        own = range(index * CONNECTIONS, (index + 1) * CONNECTIONS)
        threads = [threading.Thread(target=self._write, args=[writer]) for writer in own]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        if not all(self.ledger.is_done[writer] for writer in own):
            raise SystemExit(1)

    def _write(self, writer):
        connection = Connection(self.cluster)
        own = range(writer, len(self.services), WRITERS)
        turn = 0
        while True:
            change = writer + turn * WRITERS
            due = self.begin + change / self.rate
            if max(due, time.monotonic()) > self.end:
                break
            time.sleep(max(0, due - time.monotonic()))
            index, number = own[turn % len(own)], self.first_number + change
            replied = self.services[index].change(connection, address(number))
            self.ledger.enter(writer, index, number, replied)
            turn += 1
        self.ledger.is_done[writer] = 1
