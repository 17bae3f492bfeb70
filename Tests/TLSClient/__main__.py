"""What clients of DNS over TLS do to a server: `python3 TLSClient HOST PORT FOLDER DEED [ARGUMENT]`.

FOLDER has the certificates. Each deed prints what came of it, in words that a test compares.
"""

import os
import shutil
import socket
import ssl
import subprocess
import sys
import time

from client import Client, connect, context, query, reset

ADDRESS = (sys.argv[1], int(sys.argv[2]))
FOLDER = sys.argv[3]
TLS = context(FOLDER)


def client(tls=TLS, **options):
    return Client(ADDRESS, tls, **options).handshake()


def is_served():
    return client().ask()


def words(error):
    """What OpenSSL says, without the place in Python where it says it."""
    return str(error).rpartition("] ")[2].partition(" (_ssl")[0]


def served():
    """Asks once, and says in which words."""
    some = client()
    print("served" if some.ask() else "not served", some.tls.version(), some.tls.selected_alpn_protocol())


def split(size):
    """Sends everything, the handshake too, in TCP segments of some octets."""
    some = client(piece=int(size))
    print("answered", sum(some.ask(number) for number in range(10)))


def octet_records():
    """Sends each octet of ten queries in a record of its own."""
    some = client()
    for octet in b"".join(query(number) for number in range(10)):
        some.send(bytes([octet]))
    print("answered", sum(some.response()[:2] == bytes([0, number]) for number in range(10)))


def pipelined(count, kind="1"):
    """Sends many queries at once: the first two hundred in one record."""
    count, kind = int(count), int(kind)
    some = client()
    octets = b"".join(query(number, kind) for number in range(count))
    for start in range(0, len(octets), 16384):
        some.tls.write(octets[start:start + 16384])
    some.flush()
    right = sum(some.response()[:2] == number.to_bytes(2, "big") for number in range(count))
    print("answered", right)


def with_finished():
    """Sends a query in the flight that ends the handshake."""
    some = Client(ADDRESS, TLS)
    while True:
        try:
            some.tls.do_handshake()
            break
        except ssl.SSLWantReadError:
            some.socket.sendall(some.leaving.read())
            some.arrived.write(some.socket.recv(65536))
    some.tls.write(query(7))
    some.flush()
    print("answered", some.response()[1])


def close_first():
    """Says after some queries that no more follow, and waits for the server to say so too."""
    some = client()
    some.tls.write(query(1) + query(2) + query(3)[:5])
    try:
        some.tls.unwrap()
    except ssl.SSLWantReadError:
        some.flush()
    print("answered", some.response()[1], some.response()[1])
    print("then", repr(some.read()), repr(some.socket.recv(1)))


def idle():
    """Waits for the server to end a connection."""
    some = client()
    some.ask()
    print("ended", repr(some.read()), repr(some.socket.recv(1)))


def protocols(names):
    """Offers application protocols."""
    try:
        some = client(context(FOLDER, alpn=names.split(",") if names else None))
        print("chosen", some.tls.selected_alpn_protocol(), some.ask())
    except ssl.SSLError as error:
        print("refused", words(error))


def version(name):
    """Speaks one version of TLS only."""
    only = getattr(ssl.TLSVersion, name)
    tls = context(FOLDER, only, only)
    tls.set_ciphers("ALL:@SECLEVEL=0")
    try:
        some = client(tls)
        print("served" if some.ask() else "not served", some.tls.version())
    except ssl.SSLError as error:
        print("refused", words(error))


def resume(name):
    """Connects again and again with the session of the first connection."""
    only = getattr(ssl.TLSVersion, name)
    tls = context(FOLDER, only, only)
    first = client(tls)
    first.ask()
    for _ in range(3):
        again = client(tls, session=first.tls.session)
        print("resumed" if again.tls.session_reused else "begun anew", again.ask())


def authenticate(certificate):
    """Connects with a certificate, or none."""
    try:
        some = client(context(FOLDER, certificate=certificate or None))
        print("served" if some.ask() else "not served")
    except (ssl.SSLError, EOFError, ConnectionError) as error:
        print("refused", words(error))


def renegotiate():
    """Wants to renegotiate, as openssl's own client does at the letter R."""
    process = subprocess.run(
        ["openssl", "s_client", "-connect", f"{ADDRESS[0]}:{ADDRESS[1]}", "-tls1_2"],
        input=b"R\n", capture_output=True, timeout=20)
    print("refused" if b"no renegotiation" in process.stderr else (process.stdout + process.stderr).decode())


def padding():
    """Asks with and without a Padding option."""
    some = client()
    some.send(query(1, padded=True) + query(2) + query(3, 16, padded=True))
    for _ in range(3):
        message = some.response()
        print(len(message) % 468 == 0, b"\0\x0c" in message[-468:-200])


def junk():
    """Sends what is no TLS, then sees whether the server still serves."""
    half = hello()
    deeds = {
        "plain DNS": query(1), "HTTP": b"GET / HTTP/1.1\r\n\r\n", "an alert": b"\x15\3\3\0\2\2\x28",
        "application data": b"\x17\3\3\0\5hello", "a change of ciphers": b"\x14\3\3\0\1\1",
        "a record of 65,535": b"\x16\3\1\xff\xff" + bytes(65535), "an empty record": b"\x16\3\1\0\0" * 50,
        "a hello that is cut": half[:60], "zeros": bytes(100_000), "a hello of 16 MB": b"\x16\3\1\0\5\1\xff\xff\xff\0",
        "a hello and junk": half + b"\x17\3\3\0\5hello" * 10, "nothing": b"",
    }
    for name, octets in deeds.items():
        some = connect(ADDRESS)
        try:
            some.sendall(octets)
            some.shutdown(socket.SHUT_WR)
            while some.recv(65536):
                pass
        except (ConnectionError, BrokenPipeError):
            pass
        if not is_served():
            print("not served after", name)
    some = client()
    some.socket.sendall(b"\x17\3\3\0\x20" + bytes(32))
    try:
        while some.socket.recv(65536):
            pass
        print("ended")
    except ConnectionError:
        print("reset")
    print("served" if is_served() else "not served")


def hello():
    """The first flight of a client."""
    outgoing = ssl.MemoryBIO()
    tls = TLS.wrap_bio(ssl.MemoryBIO(), outgoing, server_hostname="localhost")
    try:
        tls.do_handshake()
    except ssl.SSLWantReadError:
        pass
    return outgoing.read()


def resets():
    """Ends connections by RST at every step."""
    first = hello()
    for count in [0, 1, 5, 6, 50, len(first) - 1, len(first)]:
        some = connect(ADDRESS)
        some.sendall(first[:count])
        reset(some)
    for step in range(6):
        some = Client(ADDRESS, TLS)
        if step == 0:
            some.socket.sendall(first)
            some.socket.recv(65536)
        else:
            some.handshake()
        if step == 2:
            some.send(query(1)[:4])
        if step == 3:
            some.send(query(1))
        if step == 4:
            some.send(b"".join(query(number, 16) for number in range(100)))
        if step == 5:
            some.ask()
            some.socket.sendall(b"\x17\3\3\0\x20")
        reset(some.socket)
    print("served" if is_served() else "not served")


def half_hellos(count):
    """Has others ask while many clients stop in the middle of their hello."""
    half = hello()[:100]
    held = []
    right = 0
    for index in range(int(count)):
        some = connect(ADDRESS)
        some.sendall(half)
        held.append(some)
        if index % 20 == 0:
            right += is_served()
    print("served", right)
    print("ended", sum(ends(some) for some in held))


def ends(some):
    """Whether the server ends a connection, in whatever way."""
    try:
        while some.recv(65536):
            pass
    except ConnectionError:
        pass
    except TimeoutError:
        return False
    return True


def never_read():
    """Sends many queries with long responses, and reads none of them."""
    some = client()
    some.socket.settimeout(1)
    some.tls.write(b"".join(query(number, 16) for number in range(200)))
    try:
        for _ in range(20):
            some.tls.write(b"".join(query(number, 16) for number in range(200)))
            some.flush()
    except (TimeoutError, ConnectionError):
        pass
    print("served" if is_served() else "not served")
    some.socket.setblocking(False)
    for _ in range(400):
        try:
            some.socket.send(b"\x17")
        except BlockingIOError:
            pass
        except ConnectionError:
            print("ended")
            break
        time.sleep(0.05)


def name_of(some):
    """Whose certificate a client was shown."""
    return dict(pair for part in some.tls.getpeercert()["subject"] for pair in part)["commonName"]


def subject():
    """Says whose certificate it is shown."""
    print(name_of(client()))


def replace(target, name):
    """Puts another certificate into the server's files, and waits for it to be used; a connection is open meanwhile."""
    old = client()
    for ending in ["key", "crt"]:
        shutil.copy(f"{FOLDER}/{name}.{ending}", f"{target}/new")
        os.rename(f"{target}/new", f"{target}/tls.{ending}")
    for _ in range(400):
        if name_of(client()) == name:
            print("new", name, "old", old.ask())
            break
        time.sleep(0.05)


globals()[sys.argv[4]](*sys.argv[5:])
