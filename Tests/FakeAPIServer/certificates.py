"""The authorities and certificates of one run, made by the openssl command."""

from __future__ import annotations

import ssl
import subprocess
from pathlib import Path

AUTHORITY = "fake-authority"
FOREIGN_AUTHORITY = "foreign-authority"
EXTRA_NAME = "kubernetes.fake.example"
"""A name of the server that no host has: for `tls-server-name`."""
_ALTERNATIVE_NAMES = f"subjectAltName=IP:127.0.0.1,IP:::1,DNS:localhost,DNS:{EXTRA_NAME}"


def make(directory: Path) -> None:
    """Writes `NAME.crt` and `NAME.key` for the authority `ca`, `server`, `client`, and foreign ones."""
    (directory / "openssl.conf").write_text("[req]\ndistinguished_name = name\n[name]\n")
    _wait(
        _certificate(directory, "ca", f"/CN={AUTHORITY}"),
        _certificate(directory, "foreign-ca", f"/CN={FOREIGN_AUTHORITY}"))
    client = "/O=system:masters/CN=kubernetes-admin"
    _wait(
        _certificate(directory, "server", "/CN=kube-apiserver", "ca", "serverAuth", _ALTERNATIVE_NAMES),
        _certificate(directory, "client", client, "ca", "clientAuth"),
        _certificate(directory, "foreign-client", client, "foreign-ca", "clientAuth"))


def server_context(directory: Path) -> ssl.SSLContext:
    """TLS as the API server does it: a client certificate is welcome, and judged only after the handshake.

    Python's ssl ends a handshake on a certificate that it cannot verify; so the foreign authority is known too.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(directory / "server.crt", directory / "server.key")
    context.load_verify_locations(directory / "ca.crt")
    context.load_verify_locations(directory / "foreign-ca.crt")
    context.verify_mode = ssl.CERT_OPTIONAL
    context.set_alpn_protocols(["http/1.1"])
    return context


def _certificate(
    directory: Path, name: str, subject: str, issuer: str | None = None, usage: str = "",
    *extensions: str,
) -> subprocess.Popen[bytes]:
    """Begins to make a certificate: an authority's, unless another one issues it."""
    if issuer:
        extensions = (
            "basicConstraints=critical,CA:FALSE", f"extendedKeyUsage={usage}", "subjectKeyIdentifier=hash",
            "authorityKeyIdentifier=keyid", *extensions)
        issued = ["-CA", f"{issuer}.crt", "-CAkey", f"{issuer}.key"]
    else:
        extensions = (
            "basicConstraints=critical,CA:TRUE", "keyUsage=critical,keyCertSign,cRLSign",
            "subjectKeyIdentifier=hash")
        issued = []
    command = [
        "openssl", "req", "-x509", "-config", "openssl.conf", "-newkey", "ec", "-pkeyopt",
        "ec_paramgen_curve:P-256", "-nodes", "-days", "30", "-subj", subject, *issued,
        "-keyout", f"{name}.key", "-out", f"{name}.crt"]
    for extension in extensions:
        command += ["-addext", extension]
    return subprocess.Popen(command, cwd=directory, stderr=subprocess.PIPE)


def _wait(*commands: subprocess.Popen[bytes]) -> None:
    for command in commands:
        _, errors = command.communicate()
        if command.returncode != 0:
            raise RuntimeError(f"openssl: {errors.decode()}")
