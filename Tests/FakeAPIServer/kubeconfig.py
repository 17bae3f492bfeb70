"""The files that clients of the server need."""

from __future__ import annotations

import json
from pathlib import Path

from certificates import EXTRA_NAME
from settings import Settings


def write(directory: Path, url: str, settings: Settings) -> None:
    """Writes `kubeconfig`, with a context for each credential, and what a pod is given: `token`, `namespace`."""
    token = next(iter(settings.tokens))
    name, password = next(iter(settings.passwords.items()))
    (directory / "token").write_text(token)
    (directory / "namespace").write_text("default")
    users = {
        "token": {"token": token},
        "token-file": {"tokenFile": "token"},
        "basic": {"username": name, "password": password},
        "anonymous": {},
    }
    clusters = {"fake": {"server": url}}
    contexts = {user: {"cluster": "fake", "user": user} for user in users}
    if url.startswith("https:"):
        users["certificate"] = {"client-certificate": "client.crt", "client-key": "client.key"}
        users["foreign"] = {"client-certificate": "foreign-client.crt", "client-key": "foreign-client.key"}
        clusters["fake"]["certificate-authority"] = "ca.crt"
        clusters["named"] = {**clusters["fake"], "tls-server-name": EXTRA_NAME}
        contexts |= {user: {"cluster": "fake", "user": user} for user in ("certificate", "foreign")}
        contexts["named"] = {"cluster": "named", "user": "certificate"}
    content = {
        "apiVersion": "v1", "kind": "Config",
        "current-context": "certificate" if "certificate" in contexts else "token",
        "clusters": _entries("cluster", clusters),
        "users": _entries("user", users),
        "contexts": _entries("context", contexts),
    }
    # JSON is YAML.
    (directory / "kubeconfig").write_text(json.dumps(content, indent=2) + "\n")


def _entries(kind: str, entries: dict[str, dict[str, str]]) -> list[dict[str, object]]:
    return [{"name": name, kind: content} for name, content in entries.items()]
