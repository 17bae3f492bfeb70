"""A client of DNS over TLS that has every octet in hand: what it sends, when, and in which record."""

import socket
import ssl
import struct

PATIENCE = 20


def context(folder, minimum=ssl.TLSVersion.TLSv1_2, maximum=ssl.TLSVersion.TLSv1_3, alpn=("dot",), certificate=None):
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    made.load_verify_locations(f"{folder}/ca.crt")
    made.minimum_version = minimum
    made.maximum_version = maximum
    if alpn:
        made.set_alpn_protocols(alpn)
    if certificate:
        made.load_cert_chain(f"{folder}/{certificate}.crt", f"{folder}/{certificate}.key")
    return made


def query(number, kind=1, padded=False):
    """A query for nNUMBER.example, behind its length; with EDNS and a Padding option if `padded`."""
    label = b"n%d" % number
    name = bytes([len(label)]) + label + b"\7example\0"
    option = b"\0\0\x29\x04\xd0\0\0\0\0\0\x0c\0\x0c\0\x08" + bytes(8) if padded else b""
    message = struct.pack(">6H", number, 0x100, 1, 0, 0, 1 if padded else 0) + name + struct.pack(">2H", kind, 1) + option
    return struct.pack(">H", len(message)) + message


def connect(address):
    """A TCP connection that sends what it is given at once."""
    connection = socket.create_connection(address, timeout=PATIENCE)
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return connection


def reset(connection):
    """Ends a connection by RST."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()


class Client:
    def __init__(self, address, tls, session=None, piece=1 << 20):
        self.socket = connect(address)
        self.piece = piece
        self.arrived, self.leaving = ssl.MemoryBIO(), ssl.MemoryBIO()
        self.tls = tls.wrap_bio(self.arrived, self.leaving, server_hostname="localhost", session=session)
        self.rest = b""

    def flush(self):
        """Sends what TLS has to send, in pieces of so many octets."""
        octets = self.leaving.read()
        for start in range(0, len(octets), self.piece):
            self.socket.sendall(octets[start:start + self.piece])

    def complete(self, step, *arguments):
        """What `step` comes to once the server has sent all that it needs."""
        while True:
            try:
                result = step(*arguments)
                self.flush()
                return result
            except ssl.SSLWantReadError:
                self.flush()
                octets = self.socket.recv(65536)
                if not octets:
                    raise EOFError("FIN without close_notify")
                self.arrived.write(octets)

    def handshake(self):
        self.complete(self.tls.do_handshake)
        return self

    def send(self, octets):
        """Sends `octets` in one record, if they are no more than 16,384."""
        self.complete(self.tls.write, octets)

    def read(self):
        """What the server says next; nothing once it has said that it says no more."""
        try:
            return self.complete(self.tls.read, 65536)
        except ssl.SSLZeroReturnError:
            return b""

    def response(self):
        """The next response, without its length."""
        while len(self.rest) < 2 or len(self.rest) < 2 + struct.unpack(">H", self.rest[:2])[0]:
            octets = self.read()
            if not octets:
                raise EOFError("close_notify")
            self.rest += octets
        end = 2 + struct.unpack(">H", self.rest[:2])[0]
        message, self.rest = self.rest[2:end], self.rest[end:]
        return message

    def ask(self, number=1):
        """Whether the server answers one query."""
        self.send(query(number))
        return self.response()[:2] == struct.pack(">H", number)
