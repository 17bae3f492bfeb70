"""Counts the user instructions of the whole server per UDP query, and that none of them allocates or retains.

usage: python3 -B Benchmarks/process SERVER    (valgrind, binutils and util-linux are needed)

The server runs twice under callgrind, with N queries and with 2N: the difference is the queries' own. Client and server
share a core, and the server yields, so that what is sent together is received together. Half of the queries are for A, a
fifth NODATA, one in twenty SRV, a quarter NXDOMAIN; every third has an OPT record.
"""
import os
import re
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import time

QUERIES = 5_000
SERVICES = 1_000
NEVER = ["malloc", "calloc", "swift_retain", "swift_allocObject", "swift_beginAccess"]
MANIFEST = """---
apiVersion: multicluster.x-k8s.io/v1beta1
kind: ServiceImport
metadata: {{name: service{0}, namespace: namespace{1}}}
spec:
  type: ClusterSetIP
  ips: [10.0.{2}.{3}]
  ports: [{{name: http, port: 80, protocol: TCP}}]
"""


def query(index):
    place = index % 20
    name = f"service{index}.namespace{index % 50}.svc.clusterset.local"
    rrtype = 28 if 10 <= place < 14 else 33 if place == 14 else 1
    name = ("no-" if place > 14 else "_http._tcp." if place == 14 else "") + name
    wire = b"".join(bytes([len(label)]) + label.encode() for label in name.split(".")) + b"\0"
    opt = b"\0\0\x29\x04\xd0" + bytes(6) if index % 3 == 0 else b""
    return struct.pack(">6H", index, 0x100, 1, 0, 0, len(opt) > 0) + wire + struct.pack(">2H", rrtype, 1) + opt


def run(server, folder, port, count):
    """The instructions of a whole run, by function; the key None holds their sum."""
    out = f"{folder}/callgrind"
    command = ["taskset", "-c", "0", "chrt", "-i", "0", "valgrind", "--tool=callgrind",
               f"--callgrind-out-file={out}", server, "-conf", f"{folder}/Corefile"]
    environment = dict(os.environ, SWIFT_DETERMINISTIC_HASHING="1")
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    client.connect(("127.0.0.1", port))
    client.settimeout(60)
    for _ in range(600):
        try:
            client.send(query(0))
            client.recv(4096)
            break
        except ConnectionRefusedError:
            time.sleep(0.1)
    for index in range(SERVICES + count):
        client.send(query(index % SERVICES))
        client.recv(4096)
    process.send_signal(signal.SIGTERM)
    process.communicate()
    listing = subprocess.run(["callgrind_annotate", "--threshold=100", "--auto=no", out],
                             capture_output=True, text=True, check=True).stdout
    counts = {}
    for amount, function in re.findall(r"^\s*([\d,]+) \(.*?%\)\s+(?:\S*:)?(\S.*?)(?: \[.*)?$", listing, re.M):
        key = None if function == "PROGRAM TOTALS" else function.rsplit(":", 1)[-1]
        counts[key] = counts.get(key, 0) + int(amount.replace(",", ""))
    return counts


def main(server):
    os.sched_setaffinity(0, {0})
    with tempfile.TemporaryDirectory() as folder:
        os.mkdir(f"{folder}/manifests")
        with open(f"{folder}/manifests/all.yaml", "w") as file:
            file.writelines(MANIFEST.format(i, i % 50, i >> 8, i & 255) for i in range(SERVICES))
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        with open(f"{folder}/Corefile", "w") as file:
            file.write(f"clusterset.local:{port} {{\n bind 127.0.0.1\n multisocket 1\n"
                       f" multicluster {{\n  manifests {folder}/manifests\n }}\n}}\n")
        # Valgrind 3.19 does not read the debugging information of Swift 6.3.
        subprocess.run(["objcopy", "--strip-debug", server, f"{folder}/server"], check=True)
        once = run(f"{folder}/server", folder, port, QUERIES)
        twice = run(f"{folder}/server", folder, port, 2 * QUERIES)
    print(f"{(twice[None] - once[None]) / QUERIES:.0f} instructions per query")
    # Background work may do some; what the rarest kind of query does, it does hundreds of times, some instructions each.
    found = [name for name in NEVER if twice.get(name, 0) - once.get(name, 0) > QUERIES // 20]
    missing = [name for name in NEVER if name not in twice]
    if found or missing:
        sys.exit(f"called for queries: {found}; not seen at all: {missing}")
    print("no query allocates or retains")


main(sys.argv[1])
