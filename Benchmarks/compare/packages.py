"""The servers from Debian: downloaded and unpacked beside the build, not installed; nothing is started."""

import glob
import os
import shutil
import subprocess

PACKAGES = ["nsd", "knot", "bind9", "unbound", "dnsmasq-base", "dnsperf"]


class Packages:
    """Finds programs in the unpacked packages, else on the machine."""

    def __init__(self, folder):
        self.folder = os.path.abspath(folder)
        self.root = os.path.join(self.folder, "root")
        libraries = glob.glob(os.path.join(self.root, "usr/lib/*-linux-gnu*"))
        self.environment = {"LD_LIBRARY_PATH": ":".join(libraries)}

    def find(self, program):
        """The path of a program, or None where it is nowhere."""
        for place in ("usr/sbin", "usr/bin"):
            path = os.path.join(self.root, place, program)
            if os.path.exists(path):
                return path
        return shutil.which(program) or shutil.which(program, path="/usr/sbin:/usr/local/sbin")

    def version(self, package):
        """What was unpacked, or else is installed."""
        for path in glob.glob(os.path.join(self.folder, f"{package}_*.deb")):
            return os.path.basename(path).split("_")[1].replace("%3a", ":")
        shown = subprocess.run(["dpkg-query", "-Wf", "${Version}", package], capture_output=True, text=True)
        return shown.stdout or None


def unpack(folder):
    """Downloads what is not installed, with what it depends on, and unpacks it below `folder`, once."""
    os.makedirs(os.path.join(folder, "partial"), exist_ok=True)
    if not os.path.exists(os.path.join(folder, "complete")):
        _download(folder)
        for path in sorted(glob.glob(os.path.join(folder, "*.deb"))):
            subprocess.run(["dpkg", "-x", path, os.path.join(folder, "root")], check=True)
        open(os.path.join(folder, "complete"), "w").close()
    return Packages(folder)


def _download(folder):
    """The lists of packages may be absent or old: then they are fetched too, to a place of their own."""
    folder = os.path.abspath(folder)
    options = ["-o", f"Dir::Cache::archives={folder}", "-o", "Debug::NoLocking=1", "-qq"]
    install = ["install", "--download-only", "--yes", "--no-install-recommends", *PACKAGES]
    if subprocess.run(["apt-get", *options, *install], stdout=subprocess.DEVNULL).returncode == 0:
        return
    lists = os.path.join(folder, "lists")
    os.makedirs(os.path.join(lists, "partial"), exist_ok=True)
    options += ["-o", f"Dir::State::lists={lists}", "-o", f"Dir::Cache={folder}/cache"]
    for command in (["update"], install):
        subprocess.run(["apt-get", *options, *command], check=True, stdout=subprocess.DEVNULL)
