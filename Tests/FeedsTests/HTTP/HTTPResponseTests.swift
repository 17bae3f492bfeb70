import Feeds
import TestSupport
import Testing

@Suite("A response over HTTP")
struct HTTPResponseTests {
    private let http: TestHTTP

    init() throws { http = try TestHTTP() }

    /// A response, and what must become of it.
    struct Case: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var octets: [UInt8]
        var status = 200
        var body = "hello, world"

        init(_ name: String, _ text: String, status: Int = 200, body: String = "hello, world") {
            testDescription = name
            octets = Array(text.utf8)
            self.status = status
            self.body = body
        }
    }

    static let complete: [Case] = [
        Case("with a length", "HTTP/1.1 200 OK\r\nContent-Length: 12\r\n\r\nhello, world"),
        Case("up to the end of the connection", "HTTP/1.1 200 OK\r\n\r\nhello, world"),
        Case("of HTTP/1.0", "HTTP/1.0 200 OK\r\n\r\nhello, world"),
        Case(
            "in odd chunks",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                + "1;a=b\r\nh\r\n005\r\nello,\r\nA\r\n world\r\n\r\n\r\n0\r\n\r\n",
            body: "hello, world\r\n\r\n"),
        Case(
            "with trailer fields",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nC\r\nhello, world\r\n0\r\nA: b\r\n\r\n"),
        Case(
            "after an interim one",
            "HTTP/1.1 103 Early Hints\r\nLink: a\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 12\r\n\r\nhello, world"
        ),
        Case("without a body", "HTTP/1.1 204 No Content\r\n\r\n", status: 204, body: ""),
        Case(
            "that redirects, which is not followed",
            "HTTP/1.1 302 Found\r\nLocation: /other\r\nContent-Length: 2\r\n\r\nno", status: 302, body: "no"),
        Case(
            "that is an error", "HTTP/1.1 503 Busy\r\nContent-Length: 4\r\n\r\nbusy", status: 503,
            body: "busy"),
        Case(
            "with a head of 60 kB",
            "HTTP/1.1 200 OK\r\n"
                + String(repeating: "A: \(String(repeating: "a", count: 996))\r\n", count: 60)
                + "Content-Length: 12\r\n\r\nhello, world"),
    ]

    @Test("is passed on with head, body and end", arguments: complete)
    func whole(_ response: Case) throws {
        let server = try ScriptedServer { peer in
            peer.readHead()
            peer.send(response.octets)
        }
        let known = http.response(to: .to(server.url))
        #expect(known.failure == nil)
        #expect(known.head?.status == response.status)
        #expect(known.text == response.body)
        #expect(known.ends == 1)
    }

    @Test("is passed on when it comes octet by octet", arguments: complete.prefix(6))
    func drip(_ response: Case) throws {
        let server = try ScriptedServer { peer in
            peer.readHead()
            for octet in response.octets { peer.send([octet]) }
        }
        #expect(http.response(to: .to(server.url)).text == response.body)
    }

    /// "hello, world" 1,000 times over, as gzip(1) has it.
    private static let zipped: [UInt8] = [
        0x1F, 0x8B, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0x03, 0xED, 0xC6, 0xB1, 0x09, 0x00, 0x20,
        0x10, 0x04, 0xB0, 0x55, 0x1C, 0xC0, 0xB1, 0x14, 0xBE, 0x38, 0x78, 0xB0, 0x71, 0x7D, 0xC7, 0xB0,
        0x49, 0xAA, 0xD4, 0x4E, 0x7A, 0x8E, 0xDB, 0x27, 0xAB, 0xDC, 0xDD, 0xDD, 0xDD, 0xDD, 0xDD, 0xDD,
        0xDD, 0xDD, 0xDD, 0xDD, 0xDD, 0xDD, 0xDD, 0xDD, 0xDD, 0xDD, 0xDD, 0xDD, 0xDD, 0xDD, 0xDD, 0xDD,
        0x3F, 0xFD, 0x01, 0xF0, 0xA3, 0xBB, 0x00, 0xE0, 0x2E, 0x00, 0x00,
    ]

    @Test("is unzipped")
    func gzip() throws {
        let zipped = Self.zipped
        let server = try ScriptedServer { peer in
            peer.readHead()
            peer.send("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: \(zipped.count)\r\n\r\n")
            peer.send(zipped)
        }
        let known = http.response(to: .to(server.url))
        #expect(known.failure == nil)
        #expect(known.text == String(repeating: "hello, world", count: 1000))
        #expect(server.heads.first?.contains("Accept-Encoding: gzip\r\n") == true)
    }

    @Test("tells its header fields by name, in any case, and its version")
    func fields() throws {
        let server = try ScriptedServer { peer in
            peer.readHead()
            peer.send(
                "HTTP/1.1 429 Slow\r\nRetry-After: \t 7 \r\nX:y\r\nretry-after: 8\r\nContent-Length: 0\r\n\r\n"
            )
        }
        let head = try #require(http.response(to: .to(server.url)).head)
        #expect(head.header("retry-after") == "7")
        #expect(head.header("RETRY-AFTER") == "7")
        #expect(head.header("x") == "y")
        #expect(head.header("content-type") == nil)
        #expect(head.httpVersion == "1.1")
    }

    @Test("of 2 MiB is passed on piece by piece")
    func large() throws {
        let piece = [UInt8](repeating: UInt8(ascii: "a"), count: 1 << 16)
        let server = try ScriptedServer { peer in
            peer.readHead()
            peer.send("HTTP/1.1 200 OK\r\nContent-Length: \(2 << 20)\r\n\r\n")
            for _ in 0..<32 { peer.send(piece) }
        }
        let known = http.response(to: .to(server.url))
        #expect(known.failure == nil)
        #expect(known.body.count == 2 << 20)
    }
}
