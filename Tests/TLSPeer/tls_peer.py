"""HTTPS servers for tests, with certificates made at their start.

Once everything listens it says `folder` and where the certificates and keys are, the name and port of each server,
and `ready`. Every response is lines too, of what the server saw of its client. Ends with its standard input.
"""

import http.server
import socket
import ssl
import subprocess
import sys
import tempfile
import threading

temporary = tempfile.TemporaryDirectory()
FOLDER = temporary.name


def openssl(*words):
    subprocess.run(["openssl", *words], cwd=FOLDER, check=True, stderr=subprocess.DEVNULL)


def request(name, *words):
    openssl("req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", f"/CN={name}",
            "-keyout", f"{name}.key", *words)


def make(name):
    """Makes NAME.crt, signed by itself, and NAME.key."""
    request(name, "-x509", "-days", "2", "-out", f"{name}.crt")


def make_signed(name, alternative, days=2):
    """Makes NAME.crt, signed by the authority, and NAME.key."""
    request(name, "-addext", f"subjectAltName={alternative}", "-out", f"{name}.csr")
    openssl("x509", "-req", "-in", f"{name}.csr", "-CA", "ca.crt", "-CAkey", "ca.key", "-CAcreateserial",
            "-copy_extensions", "copy", "-days", str(days), "-out", f"{name}.crt")


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        if self.path == "/silent":
            self.rfile.read(1)
            return
        certificate = self.connection.getpeercert() or {}
        subject = dict(pair for part in certificate.get("subject", ()) for pair in part)
        body = (
            f"asked {getattr(self.connection, 'asked', None)}\n"
            f"host {self.headers['Host']}\n"
            f"client {subject.get('commonName')}\n"
        ).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


class Server(http.server.ThreadingHTTPServer):
    def __init__(self, certificate, wants_client=False):
        super().__init__(("127.0.0.1", 0), Handler)
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.load_cert_chain(f"{FOLDER}/{certificate}.crt", f"{FOLDER}/{certificate}.key")
        self.context.sni_callback = lambda connection, name, _: setattr(connection, "asked", name)
        if wants_client:
            self.context.verify_mode = ssl.CERT_REQUIRED
            self.context.load_verify_locations(f"{FOLDER}/ca.crt")

    def get_request(self):
        connection, address = super().get_request()
        # The handshake is left to the thread of the connection.
        wrapped = self.context.wrap_socket(connection, server_side=True, do_handshake_on_connect=False)
        return wrapped, address

    def handle_error(self, connection, _):
        """Waits for the client to go: what it has sent would have the close reset the connection, alert and all."""
        try:
            while socket.socket.recv(connection, 65536):
                pass
        except OSError:
            pass


def start(*arguments, **options):
    server = Server(*arguments, **options)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server.server_port


make("ca")
make("other-ca")
make_signed("address", "IP:127.0.0.1,DNS:api.internal")
make_signed("named", "DNS:api.internal")
make_signed("old", "IP:127.0.0.1", days=-1)
make_signed("reader", "DNS:reader")
make("stranger")
openssl("pkcs8", "-topk8", "-in", "reader.key", "-passout", "pass:secret", "-out", "encrypted.key")
print("folder", FOLDER)
for name in ("address", "named", "old"):
    print(name, start(name))
print("guarded", start("address", wants_client=True))
print("ready", flush=True)
sys.stdin.read()
temporary.cleanup()
