"""Where the API server is and who to be there, as kubectl reads it from a kubeconfig."""

import base64
import json
import ssl
import subprocess
import tempfile
from urllib.parse import urlsplit


class Cluster:
    """The current context of the kubeconfig at `path`."""

    def __init__(self, path):
        self.kubeconfig = path
        view = ["kubectl", "--kubeconfig", path, "config", "view", "--raw", "--minify", "--flatten", "-o", "json"]
        config = json.loads(subprocess.check_output(view))
        cluster = config["clusters"][0]["cluster"]
        self.user = config["users"][0]["user"]
        address = urlsplit(cluster["server"])
        self.host, self.port = address.hostname, address.port or 443
        self.name = cluster.get("tls-server-name", self.host)
        self.tls = self._tls(cluster)

    @property
    def credential(self):
        """The header that says who asks; empty with a client certificate."""
        if "token" in self.user:
            return f"Authorization: Bearer {self.user['token']}\r\n"
        if "tokenFile" in self.user:
            with open(self.user["tokenFile"]) as file:
                return f"Authorization: Bearer {file.read().strip()}\r\n"
        return ""

    def _tls(self, cluster):
        context = ssl.create_default_context()
        if "certificate-authority-data" in cluster:
            context.load_verify_locations(cadata=_text(cluster["certificate-authority-data"]))
        if cluster.get("insecure-skip-tls-verify"):
            context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        if "client-certificate-data" in self.user:
            with tempfile.NamedTemporaryFile("w") as both:
                both.write(_text(self.user["client-certificate-data"]) + "\n" + _text(self.user["client-key-data"]))
                both.flush()
                context.load_cert_chain(both.name)
        return context


def _text(data):
    return base64.b64decode(data).decode()
