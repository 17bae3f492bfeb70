"""What writers in processes of their own have written, in memory that all share."""

from multiprocessing.sharedctypes import RawArray


class Ledger:
    """Each writer, and each service, has its place; nobody else writes there, and the end is read when all are done."""

    def __init__(self, writers, services):
        self.is_done = RawArray("b", writers)
        self.taken = RawArray("l", writers)
        self.last = RawArray("l", writers)
        self.replied = RawArray("d", writers)
        self.numbers = RawArray("l", services)

    def enter(self, writer, service, number, replied):
        """The API server took this change: the service now has the address of that number."""
        self.numbers[service] = number
        self.taken[writer] += 1
        self.last[writer] = service
        self.replied[writer] = replied

    @property
    def is_closed(self):
        return all(self.is_done)

    @property
    def changed(self):
        """Index and number of every service that was changed."""
        return [(index, number) for index, number in enumerate(self.numbers) if number]
