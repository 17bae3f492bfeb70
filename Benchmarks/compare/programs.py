"""The suite's own programs in C: the load generator and the echo."""

import os
import subprocess

FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "c")
FLAGS = ["-std=gnu11", "-O2", "-Wall", "-Wextra", "-Werror"]
SOURCES = {
    "load": ["load", "datagrams", "streams", "stream", "window", "queries", "histogram", "failure"],
    "echo": ["echo", "echo_datagrams", "echo_streams", "failure"],
}
LIBRARIES = {"load": ["-lssl", "-lcrypto"], "echo": ["-pthread"]}


def compile_all(folder):
    """Compiles each into `folder`; returns where they are, by name."""
    made = {}
    for name, sources in SOURCES.items():
        made[name] = os.path.join(folder, name)
        files = [os.path.join(FOLDER, f"{source}.c") for source in sources]
        subprocess.run(["cc", *FLAGS, "-o", made[name], *files, *LIBRARIES[name]], check=True)
    return made
