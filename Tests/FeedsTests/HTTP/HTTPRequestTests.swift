import Feeds
import TestSupport
import Testing

@Suite("A request over HTTP")
struct HTTPRequestTests {
    private let http: TestHTTP

    init() throws { http = try TestHTTP() }

    @Test("has the header fields that were given, and asks for gzip")
    func fields() throws {
        let server = try ScriptedServer { peer in
            peer.readHead()
            peer.answer()
        }
        var request = HTTPRequest.to("\(server.url)apis?watch=1")
        request.headers = [("Authorization", "Bearer x"), ("Accept", "application/json")]
        #expect(http.response(to: request).text == "ok")
        let head = try #require(server.heads.first)
        let lines = head.split(separator: "\r\n")
        #expect(lines.first == "GET /apis?watch=1 HTTP/1.1")
        #expect(
            Set(lines.dropFirst()) == [
                "Host: \(server.place)", "Accept-Encoding: gzip", "Authorization: Bearer x",
                "Accept: application/json",
            ])
    }

    @Test("posts its body")
    func post() throws {
        let server = try ScriptedServer { peer in
            peer.readHead()
            var body: [UInt8] = []
            while body.count < 2 << 20, let more = peer.read() { body += more }
            peer.answer("\(body.count) \(body.allSatisfy { $0 == 0 })")
        }
        var request = HTTPRequest.to(server.url)
        request.headers = [("Content-Type", "application/octet-stream")]
        request.body = [UInt8](repeating: 0, count: 2 << 20)
        #expect(http.response(to: request).text == "\(2 << 20) true")
        let head = try #require(server.heads.first)
        #expect(head.hasPrefix("POST / HTTP/1.1\r\n"))
        #expect(!head.contains("Expect"))
    }

    @Test("has the method that was given, with a body and without one", arguments: [nil, Array("{}".utf8)])
    func method(body: [UInt8]?) throws {
        let server = try ScriptedServer { peer in
            peer.readHead()
            peer.answer()
        }
        var request = HTTPRequest.to(server.url)
        request.method = "DELETE"
        request.body = body
        #expect(http.response(to: request).text == "ok")
        let head = try #require(server.heads.first)
        #expect(head.hasPrefix("DELETE / HTTP/1.1\r\n"))
        #expect(head.contains("Content-Length: 2") == (body != nil))
    }

    @Test("goes over the connection of the one before")
    func reuse() throws {
        let server = try ScriptedServer { peer in
            while peer.readHead() != nil { peer.answer() }
        }
        for _ in 0..<5 { #expect(http.response(to: .to(server.url)).text == "ok") }
        #expect(server.connections == 1)
    }

    @Test("goes over another connection when the server has closed the one before")
    func closed() throws {
        let server = try ScriptedServer { peer in
            peer.readHead()
            peer.answer()
        }
        for _ in 0..<5 { #expect(http.response(to: .to(server.url)).text == "ok") }
        #expect(server.connections == 5)
    }

    @Test("goes over another connection after a response that did not come")
    func distrust() throws {
        let server = try ScriptedServer { peer in
            peer.readHead()
            peer.answer()
            guard peer.readHead()?.contains("/silent") == false else { return peer.waitForEnd() }
            peer.answer()
        }
        #expect(http.response(to: .to(server.url)).text == "ok")
        var request = HTTPRequest.to("\(server.url)silent")
        request.headDeadline = .milliseconds(50)
        #expect(http.response(to: request).failure?.kind == .timeout(.head))
        #expect(http.response(to: .to(server.url)).text == "ok")
        #expect(server.connections == 2)
    }

    @Test(
        "that would be more than it seems, or goes nowhere, is refused before it is sent",
        arguments: [
            ("http://127.0.0.1:1/", [("A", "b\r\nC: d")]), ("http://127.0.0.1:1/", [("A\n", "b")]),
            ("http://127.0.0.1:99999/", []), ("127.0.0.1", []), ("", []), ("http://user:secret@/", []),
            ("ftp://127.0.0.1/", []), ("file:///etc/passwd", []),
        ] as [(String, [(String, String)])])
    func refused(url: String, headers: [(String, String)]) {
        var request = HTTPRequest.to(url)
        request.headers = headers.map { ($0.0, $0.1) }
        let failure = http.response(to: request).failure
        #expect(failure?.kind == .request)
        #expect(failure?.isConnect == true)
        #expect(failure?.description.contains("secret") == false)
    }

    @Test("goes by way of a proxy")
    func proxy() throws {
        let proxy = try ScriptedServer { peer in
            peer.readHead()
            peer.answer("from the proxy")
        }
        var request = HTTPRequest.to("http://api.internal:80/x")
        request.proxy = proxy.url
        #expect(http.response(to: request).text == "from the proxy")
        #expect(proxy.heads.first?.hasPrefix("GET http://api.internal/x HTTP/1.1\r\n") == true)
    }

    @Test("goes by way of a SOCKS proxy, which resolves the name")
    func socks() throws {
        let proxy = try ScriptedServer { peer in
            // Version 5; no authentication; connect to a name of 12 octets (RFC 1928).
            _ = peer.read()
            peer.send([5, 0])
            let asked = peer.read() ?? []
            guard asked.starts(with: [5, 1, 0, 3, 12] + Array("api.internal".utf8)) else { return }
            peer.send([5, 0, 0, 1, 0, 0, 0, 0, 0, 0])
            peer.readHead()
            peer.answer("through the proxy")
        }
        var request = HTTPRequest.to("http://api.internal/")
        request.proxy = "socks5://\(proxy.place)"
        #expect(http.response(to: request).text == "through the proxy")
    }
}
