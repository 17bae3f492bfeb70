"""Reloads the server many times under load: what is lost, and what grows. README.md beside this says more."""

import argparse
import os
import pathlib
import signal
import subprocess
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
COREFILE = """clusterset.local:{port} {{
\tbind {host}
\treload
\tnsid reload-{number}
\tmulticluster {{
\t\tmanifests {root}/Examples
\t}}
}}
"""
QUERIES = """service1.provider-ns.svc.clusterset.local A
db.shop.svc.clusterset.local A
missing.shop.svc.clusterset.local A
"""
PATIENCE = 20


def usage(process):
    """Resident KiB and open descriptors."""
    status = pathlib.Path(f"/proc/{process.pid}/status").read_text()
    resident = next(line.split()[1] for line in status.splitlines() if line.startswith("VmRSS"))
    return int(resident), len(os.listdir(f"/proc/{process.pid}/fd"))


def reloads(log):
    return log.read_text().count("Reloading complete")


def wait(log, count, process):
    """Until the server has said so often that it has reloaded."""
    end = time.monotonic() + PATIENCE
    while reloads(log) < count:
        if process.poll() is not None:
            raise SystemExit(f"the server ended: {log.read_text()[-500:]}")
        if time.monotonic() > end:
            raise SystemExit(f"reload {count} never came: {log.read_text()[-500:]}")
        time.sleep(0.002)


def main():
    parser = argparse.ArgumentParser(prog="soak", description=__doc__)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--rate", type=int, default=2000, help="queries a second")
    parser.add_argument("--host", default="127.0.0.53")
    parser.add_argument("--port", type=int, default=10_153)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        corefile, log = folder / "Corefile", folder / "log"
        (folder / "queries").write_text(QUERIES)

        def write(number):
            text = COREFILE.format(host=options.host, port=options.port, root=ROOT, number=number)
            (folder / "part").write_text(text)
            (folder / "part").rename(corefile)

        write(0)
        with log.open("w") as output:
            server = subprocess.Popen(
                [ROOT / ".build/release/clustersetdns", "-conf", corefile], stdout=output, stderr=output)
        load = []
        try:
            end = time.monotonic() + PATIENCE
            while "ClusterSetDNS-" not in log.read_text():
                if time.monotonic() > end or server.poll() is not None:
                    raise SystemExit(f"no start: {log.read_text()}")
                time.sleep(0.01)
            for mode in ("udp", "tcp"):
                load.append(subprocess.Popen(
                    ["dnsperf", "-s", options.host, "-p", str(options.port), "-d", folder / "queries", "-m", mode,
                     "-c", "10", "-Q", str(options.rate), "-l", "3600"],
                    stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True))
            done = 0
            print("reloads  by        resident KiB  descriptors", flush=True)
            for number in range(1, options.count + 1):
                by = "SIGUSR1" if number % 2 else "a change"
                if number % 2:
                    server.send_signal(signal.SIGUSR1)
                else:
                    write(number)
                done += 1
                wait(log, done, server)
                if number in (1, 10) or number % (options.count // 10 or 1) == 0:
                    print(f"{number:7}  {by:8}  {usage(server)[0]:12}  {usage(server)[1]:11}", flush=True)
        finally:
            lost = False
            for client in load:
                client.send_signal(signal.SIGINT)
                text = client.communicate(timeout=30)[0]
                print("\n".join(x for x in text.splitlines() if "Queries" in x or "Response codes" in x))
                lost = lost or " 0 (0.00%)" not in next(x for x in text.splitlines() if "Queries lost" in x)
            server.terminate()
            server.wait(10)
    if lost:
        raise SystemExit("queries were lost")


main()
