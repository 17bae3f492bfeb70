"""The services, the queries for them, and what is read of responses."""

import os
import struct
import sys
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))

import queries
import services
import wire


class ServicesTest(unittest.TestCase):
    def test_the_same_services_each_time_with_names_of_their_own(self):
        found = services.make(1000)
        self.assertEqual(found, services.make(1000))
        self.assertEqual(len({service.domain for service in found}), 1000)
        self.assertEqual(len({service.address for service in found}), 1000)

    def test_some_have_an_ipv6_address(self):
        share = sum(1 for service in services.make(1000) if service.address6) / 1000
        self.assertTrue(0.1 < share < 0.3)

    def test_absent_names_are_absent_in_namespaces_that_are_there(self):
        found = services.make(100)
        names = {service.domain for service in found}
        spaces = {service.namespace for service in found}
        for name in services.absent(found, 50):
            self.assertNotIn(name, names)
            self.assertIn(name.split(".")[1], spaces)


class QueriesTest(unittest.TestCase):
    def test_a_mix_has_its_shares(self):
        asked = queries.make(services.make(200), "mix", 4000)
        missing = sum(1 for _, _, rcode, _ in asked if rcode == 3) / len(asked)
        self.assertTrue(0.2 < missing < 0.3)

    def test_each_kind_expects_what_it_is_called(self):
        found = services.make(200)
        for mix, expected in (("A", (0, True)), ("AAAA", (0, True)), ("SRV", (0, True)), ("NODATA", (0, False)),
                              ("NXDOMAIN", (3, False))):
            asked = queries.make(found, mix, 50)
            self.assertEqual({(rcode, answers) for _, _, rcode, answers in asked}, {expected}, mix)

    def test_a_server_without_srv_is_asked_for_addresses(self):
        asked = queries.make(services.make(200), "SRV", 50, has_srv=False)
        self.assertEqual({struct.unpack("!H", message[-4:-2])[0] for message, *_ in asked}, {wire.TYPES["A"]})

    def test_the_file_says_how_long_each_message_is_and_where_its_question_ends(self):
        data = queries.encoded(queries.make(services.make(20), "A", 3, edns=True))
        count = 0
        while data:
            length, end, rcode, answers = struct.unpack_from("<HHBB", data)
            message, data = data[6 : 6 + length], data[6 + length :]
            self.assertEqual(message[end:], wire.OPT)
            self.assertEqual((rcode, answers), (0, 1))
            count += 1
        self.assertEqual(count, 3)


class WireTest(unittest.TestCase):
    def response(self, records, flags=0x8400):
        question = wire.question("a.b", "A")
        return struct.pack("!6H", 1, flags, 1, len(records), 0, 0) + question + b"".join(records)

    def record(self, rrtype, data, ttl=5):
        return b"\xc0\x0c" + struct.pack("!HHIH", wire.TYPES[rrtype], 1, ttl, len(data)) + data

    def test_addresses_and_services_are_read(self):
        target = b"\x01x\xc0\x0c"
        found = wire.answers(self.response([
            self.record("A", bytes([192, 0, 2, 1])), self.record("SRV", struct.pack("!3H", 0, 100, 80) + target)]))
        self.assertEqual(found, ("NOERROR", [(1, 5, "192.0.2.1"), (33, 5, "0 100 80 x.a.b.")]))

    def test_an_rcode_is_named(self):
        self.assertEqual(wire.answers(self.response([], flags=0x8403)), ("NXDOMAIN", []))

    def test_a_response_that_ends_too_early_is_an_error(self):
        whole = self.response([self.record("A", bytes(4))])
        for length in (0, 5, 13, 20, 25):
            with self.assertRaises(ValueError):
                wire.answers(whole[:length])


if __name__ == "__main__":
    unittest.main()
