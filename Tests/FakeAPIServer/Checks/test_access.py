"""TLS, credentials and rights."""

import base64
import socket
import ssl
import unittest
from typing import Any

from support import IMPORTS, SLICES, ServerCase


class Access(ServerCase):
    arguments = []

    def setUp(self) -> None:
        super().setUp()
        self.context = self.trusting("ca.crt")

    def trusting(self, authority: str) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=str(self.directory / authority))

    def code(self, path: str, authorization: str | None = None) -> tuple[int, Any]:
        """The status code, and the message of a refusal."""
        answer = self.ask(path, headers={"Authorization": authorization} if authorization else {})
        return answer.code, answer.json.get("message")

    def test_no_credential_is_anonymous(self):
        code, message = self.code(IMPORTS)
        self.assertEqual(code, 403)
        self.assertEqual(
            message, 'serviceimports.multicluster.x-k8s.io is forbidden: User "system:anonymous" cannot list '
            'resource "serviceimports" in API group "multicluster.x-k8s.io" at the cluster scope')
        self.assertEqual(self.code("/apis/unknown.example")[0], 403)
        self.assertEqual(self.ask("/version").code, 200)

    def test_tokens(self):
        self.assertEqual(self.code(IMPORTS, "Bearer fake-token")[0], 200)
        self.assertEqual(self.code(IMPORTS, "Bearer other"), (401, "Unauthorized"))
        self.fake("POST", "settings", {"tokens": {"other": "someone"}})
        self.assertEqual(self.code(IMPORTS, "Bearer fake-token")[0], 401)
        self.assertEqual(self.code(IMPORTS, "Bearer other")[0], 200)
        users = [entry["user"] for entry in self.fake("GET", "log")["requests"]]
        self.assertEqual(users, ["system:serviceaccount:dns:reader", "", "", "someone"])

    def test_passwords(self):
        good, bad = (f"Basic {base64.b64encode(text).decode()}" for text in (b"admin:fake-password", b"admin:x"))
        self.assertEqual((self.code(IMPORTS, good)[0], self.code(IMPORTS, bad)[0]), (200, 401))

    def test_client_certificates(self):
        for name, code in [("client", 200), ("foreign-client", 401)]:
            with self.subTest(name):
                self.context = self.trusting("ca.crt")
                self.context.load_cert_chain(self.directory / f"{name}.crt", self.directory / f"{name}.key")
                self.assertEqual(self.code(IMPORTS)[0], code)
        self.assertEqual(self.code(IMPORTS, "Bearer fake-token")[0], 200)

    def test_rights_that_are_missing(self):
        self.fake("POST", "settings", {"denied": [{"resource": "serviceimports", "verb": "watch"}]})
        token = "Bearer fake-token"
        self.assertEqual(self.code(IMPORTS, token)[0], 200)
        code, message = self.code(f"{IMPORTS}?watch=1", token)
        self.assertEqual((code, "cannot watch" in message), (403, True))
        self.fake("POST", "settings", {"denied": [{"resource": "serviceimports"}]})
        self.assertEqual([self.code(path, token)[0] for path in (IMPORTS, SLICES)], [403, 200])

    def test_a_client_that_does_not_know_the_authority_refuses_the_server(self):
        self.context = self.trusting("foreign-ca.crt")
        with self.assertRaises(ssl.SSLCertVerificationError):
            self.code(IMPORTS)

    def test_the_names_of_the_server(self):
        for name in ("localhost", "kubernetes.fake.example", "127.0.0.1", "::1"):
            with self.subTest(name):
                self.handshake(name)
        with self.assertRaises(ssl.SSLCertVerificationError):
            self.handshake("other.example")

    def handshake(self, name: str) -> None:
        with socket.create_connection(("127.0.0.1", self.server["port"]), timeout=20) as connection:
            with self.context.wrap_socket(connection, server_hostname=name) as secure:
                self.assertEqual(secure.version(), "TLSv1.3")


class IPv6(ServerCase):
    arguments = ["--plain", "--host", "::1"]

    def test_the_address_is_in_brackets(self):
        self.assertEqual(self.server["url"], f"http://[::1]:{self.server['port']}")


if __name__ == "__main__":
    unittest.main()
