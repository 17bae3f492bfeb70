"""The zone that the server has, and the queries for it."""

import os
import socket
import struct

SERVICES = 1_000
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
    """A query about service `index`: of 20, ten are for A, four NODATA, one SRV and five NXDOMAIN."""
    place = index % 20
    name = f"service{index}.namespace{index % 50}.svc.clusterset.local"
    rrtype = 28 if 10 <= place < 14 else 33 if place == 14 else 1
    name = ("no-" if place > 14 else "_http._tcp." if place == 14 else "") + name
    wire = b"".join(bytes([len(label)]) + label.encode() for label in name.split(".")) + b"\0"
    opt = b"\0\0\x29\x04\xd0" + bytes(6) if index % 3 == 0 else b""
    return struct.pack(">6H", index, 0x100, 1, 0, 0, len(opt) > 0) + wire + struct.pack(">2H", rrtype, 1) + opt


def write_configuration(folder):
    """Writes the Corefile and the manifests of the server; returns its port."""
    os.mkdir(f"{folder}/manifests")
    with open(f"{folder}/manifests/all.yaml", "w") as file:
        file.writelines(MANIFEST.format(i, i % 50, i >> 8, i & 255) for i in range(SERVICES))
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with open(f"{folder}/Corefile", "w") as file:
        file.write(f"clusterset.local:{port} {{\n bind 127.0.0.1\n multisocket 1\n"
                   f" multicluster {{\n  manifests {folder}/manifests\n }}\n}}\n")
    return port
