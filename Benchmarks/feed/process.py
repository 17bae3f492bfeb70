"""A server under measurement: started, asked how much it has used, stopped."""

import os
import signal
import socket
import subprocess
import time

from dns import Resolver


class Server:
    """One of the two, with the Corefile that makes it follow the cluster."""

    def __init__(self, label, command, corefile, folder):
        self.label, self.command, self.corefile = label, command, corefile
        self.path = os.path.join(folder, f"Corefile.{label}")
        self.log = os.path.join(folder, f"{label}.log")
        self.process = None

    def start(self):
        """Begins at once; returns when (monotonic seconds)."""
        self.port = _free_port()
        with open(self.path, "w") as file:
            file.write(self.corefile.replace("PORT", str(self.port)))
        log = open(self.log, "a")
        begun = time.monotonic()
        self.process = subprocess.Popen([self.command, "-conf", self.path], stdout=log, stderr=log)
        log.close()
        self.resolver = Resolver(self.port)
        return begun

    def stop(self):
        """Ends it at once; does nothing when it does not run."""
        if self.process is None:
            return
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        self.process = None

    @property
    def cpu(self):
        """Seconds of CPU that all its threads have used, those that ended too."""
        process_clock = (~self.process.pid << 3) | 2
        return time.clock_gettime(process_clock)

    def memory(self, field):
        """MiB: `VmRSS` is what is resident now, `VmHWM` the most there was, `RssAnon` what no file backs."""
        with open(f"/proc/{self.process.pid}/status") as status:
            return next(int(line.split()[1]) for line in status if line.startswith(field + ":")) / 1024


def _free_port():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as datagrams, socket.socket() as stream:
        datagrams.bind(("127.0.0.1", 0))
        try:
            stream.bind(datagrams.getsockname())
        except OSError:
            return _free_port()
        return datagrams.getsockname()[1]
