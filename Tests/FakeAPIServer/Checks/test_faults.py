"""Everything that goes wrong on purpose."""

import http.client
import json
import socket
import unittest

from support import IMPORTS, SLICES, ServerCase


class Faults(ServerCase):
    def codes(self, path=IMPORTS, count=3):
        return [self.ask(path).code for _ in range(count)]

    def test_a_status_for_the_next_requests(self):
        self.fault("status", code=429, retryAfter=7, resource="serviceimports", times=2)
        answer = self.ask(IMPORTS)
        self.assertEqual((answer.code, answer.response.headers["Retry-After"]), (429, "7"))
        self.assertEqual(answer.json["details"]["retryAfterSeconds"], 7)
        self.assertEqual([*self.codes(SLICES, 1), *self.codes(count=2)], [200, 429, 200])

    def test_faults_wait_their_turn_and_can_be_cleared(self):
        self.fault("status", code=503, verb="list", skip=1)
        self.assertEqual(self.codes(), [200, 503, 503])
        [fault] = self.fake("GET", "faults")["faults"]
        self.assertEqual((fault["hits"], fault["left"]), (2, None))
        self.fake("DELETE", "faults")
        self.assertEqual(self.codes(count=1), [200])

    def test_discovery_has_faults_of_its_own(self):
        self.fault("status", code=500, resource="discovery")
        self.assertEqual([self.ask("/apis").code, self.ask(IMPORTS).code], [500, 200])

    def test_expired_in_the_middle_of_a_list(self):
        for name in ("a", "b", "c"):
            self.put_import(name)
        self.fault("expired", verb="list", page=2, times=1)
        token = self.ask(f"{IMPORTS}?limit=2").json["metadata"]["continue"]
        refused = self.ask(f"{IMPORTS}?limit=2&continue={token}")
        self.assertEqual(refused.code, 410)
        token = refused.json["metadata"]["continue"]
        self.assertEqual(self.names(f"{IMPORTS}?limit=2&continue={token}"), ["c"])

    def test_an_expired_watch(self):
        self.fault("expired", verb="watch", times=1)
        number = self.put_import("a")
        [(kind, status)] = self.ask(f"{IMPORTS}?watch=1&resourceVersion={number}").rest()
        self.assertEqual((kind, status["code"]), ("ERROR", 410))

    def test_a_list_that_breaks_inside_an_object(self):
        for name in ("a", "b", "c"):
            self.put_import(name)
        whole = self.ask(IMPORTS).text
        for kind, error in [("end", http.client.IncompleteRead), ("reset", ConnectionResetError)]:
            with self.subTest(kind):
                self.fault(kind, after=1, times=1)
                answer = self.ask(IMPORTS)
                with self.assertRaises(error):
                    answer.response.read()
        self.fault("end", after=1, times=1)
        part = self.raw(IMPORTS).partition(b"\r\n\r\n")[2]
        self.assertIn(b'"name":"a"', part)
        self.assertNotIn(b'"name":"c"', part)
        self.assertLess(len(part), len(whole))

    def test_a_watch_that_breaks_inside_an_object(self):
        number = self.put_import("a")
        self.fault("end", verb="watch", after=1, times=1)
        watch = self.ask(f"{IMPORTS}?watch=1&resourceVersion={number}")
        self.put_import("b")
        self.assertEqual(watch.events(1), [("ADDED", "b")])
        with self.assertRaises(http.client.IncompleteRead) as raised:
            watch.response.read()
        self.assertIn(b'{"type":"MODIFIED"', raised.exception.partial)

    def test_no_response_at_all(self):
        self.fault("reset", at="headers", times=1)
        with self.assertRaises(ConnectionResetError):
            self.ask(IMPORTS)
        self.fault("end", at="headers", times=1)
        with self.assertRaises(http.client.RemoteDisconnected):
            self.ask(IMPORTS)
        self.assertEqual([entry["status"] for entry in self.fake("GET", "log")["requests"]], [0, 0])

    def test_stalls(self):
        number = self.put_import("a")
        watch = f"{IMPORTS}?watch=1&resourceVersion={number - 1}"
        for at, path, expected in [
            ("headers", IMPORTS, b""), ("object", IMPORTS, b'"apiVersion"'), ("idle", watch, b"HTTP/1.1 200"),
            ("object", watch, b'{"type":"ADDED","object"'),
        ]:
            with self.subTest(f"{at} {path}"):
                self.fault("stall", at=at, times=1)
                with socket.create_connection(("127.0.0.1", self.server["port"])) as connection:
                    connection.sendall(f"GET {path} HTTP/1.1\r\nHost: fake\r\n\r\n".encode())
                    octets = self.until_silence(connection)
                self.assertIn(expected, octets)
                self.assertNotIn(b"0\r\n\r\n", octets)
                self.assertNotIn(b'"spec"', octets)

    def until_silence(self, connection):
        connection.settimeout(0.3)
        octets = b""
        try:
            while chunk := connection.recv(65_536):
                octets += chunk
            self.fail("the connection ended")
        except TimeoutError:
            return octets

    def test_open_watches_are_hit(self):
        number = self.put_import("a")
        path = f"{IMPORTS}?watch=1&resourceVersion={number}"
        for kind, error in [("end", http.client.IncompleteRead), ("reset", ConnectionResetError)]:
            with self.subTest(kind):
                self.fake("GET", "wait?watches=0")
                watch = self.ask(path)
                self.fake("GET", "wait?watches=1")
                self.assertEqual(self.fake("POST", "watches", {"kind": kind})["hit"], 1)
                with self.assertRaises(error):
                    watch.response.read()
        for kind, events in [("close", []), ("expired", ["ERROR"])]:
            with self.subTest(kind):
                self.fake("GET", "wait?watches=0")
                watch = self.ask(path)
                self.fake("GET", "wait?watches=1")
                self.fake("POST", "watches", {"kind": kind})
                self.assertEqual([event for event, _ in watch.rest()], events)
        self.assertEqual(self.fake("POST", "watches", {"kind": "close", "resource": "namespaces"})["hit"], 0)

    def test_lines_of_every_kind(self):
        watch = self.ask(f"{IMPORTS}?watch=1&resourceVersion={self.put_import('a')}")
        self.fake("GET", "wait?watches=1")
        lines = [{"type": "DELETED", "object": {}}, '{"type":', "\udcff"]
        self.fake("POST", "watches", {"kind": "lines", "lines": lines})
        self.put_import("b")
        self.assertEqual(watch.event(), ("DELETED", {}))
        self.assertEqual([watch.response.readline() for _ in range(2)], [b'{"type":\n', b"\xff\n"])
        self.assertEqual(watch.events(1), [("ADDED", "b")])

    def test_a_line_of_32_mebioctets(self):
        watch = self.ask(f"{IMPORTS}?watch=1&resourceVersion={self.put_import('a')}")
        self.fake("GET", "wait?watches=1")
        self.fake("POST", "watches", {"kind": "long", "octets": 32 << 20})
        line = watch.response.readline()
        self.assertEqual(len(line), 32 << 20)
        self.assertEqual(json.loads(line)["type"], "MODIFIED")

    def test_other_bodies(self):
        self.fault("body", text="<html>", times=1)
        answer = self.ask(IMPORTS)
        self.assertEqual((answer.code, answer.response.headers["Content-Type"]), (200, "text/html"))
        self.assertEqual(answer.text, "<html>")
        self.fault("redirect", location="http://other.example/", times=1)
        answer = self.ask(IMPORTS)
        self.assertEqual((answer.code, answer.response.headers["Location"]), (302, "http://other.example/"))
        self.fault("headers", octets=60_000, times=1)
        self.assertGreater(len(self.ask(IMPORTS).response.headers["X-Padding"] or ""), 59_999)

    def test_other_shapes(self):
        self.fake("POST", "bulk", {"imports": 20})
        whole = self.ask(IMPORTS).text
        for fault in [
            {"kind": "chunks", "sizes": [1, 7, 500]}, {"kind": "drip", "rate": 100_000},
            {"kind": "delay", "seconds": 0.05}, {"kind": "unchunked"},
        ]:
            with self.subTest(fault):
                self.fake("POST", "faults", {**fault, "times": 1})
                answer = self.ask(IMPORTS)
                self.assertEqual(answer.text, whole)
        self.fault("unchunked", times=1)
        self.assertNotIn(b"Transfer-Encoding", self.raw(IMPORTS))
        self.fault("chunks", sizes=[1, 7], times=1)
        connection = self.connect()
        connection.request("GET", IMPORTS)
        connection.getresponse()

    def test_down_and_up_again(self):
        watch = self.ask(f"{IMPORTS}?watch=1&resourceVersion={self.put_import('a')}")
        self.fake("GET", "wait?watches=1")
        self.fake("POST", "down", {"keepsConnections": True})
        self.put_import("b")
        self.assertEqual(watch.events(1), [("ADDED", "b")])
        with self.assertRaises(ConnectionRefusedError):
            self.ask(IMPORTS)
        self.fake("POST", "down")
        with self.assertRaises(http.client.IncompleteRead):
            watch.response.read()
        self.fake("POST", "up")
        self.assertEqual(self.codes(count=1), [200])
        self.fake("POST", "down", {"seconds": 0.1})
        while True:
            try:
                self.assertEqual(self.ask(IMPORTS).code, 200)
                return
            except ConnectionRefusedError:
                pass

    def test_requests_to_the_admin_port_that_make_no_sense(self):
        for method, path, body, code in [
            ("POST", "faults", {"kind": "flood"}, 400), ("POST", "settings", {"speed": 1}, 400),
            ("DELETE", "objects/serviceimports/default/none", None, 400), ("GET", "nothing", None, 404),
            ("POST", "objects", {"kind": "Pod"}, 400), ("GET", "wait?watches=1&timeout=0.05", None, 408),
        ]:
            with self.subTest(path):
                self.fake(method, path, body, code=code)


if __name__ == "__main__":
    unittest.main()
