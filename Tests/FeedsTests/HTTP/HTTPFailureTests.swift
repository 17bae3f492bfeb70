import Dispatch
import Feeds
import Posix
import TestSupport
import Testing

@Suite("An exchange that fails says what went wrong")
struct HTTPFailureTests {
    private let http: TestHTTP

    init() throws { http = try TestHTTP() }

    /// What a server sends before it closes, and what that is.
    struct Case: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var text: String
        var kind: HTTPFailure.Kind
    }

    @Test(
        "of a broken response",
        arguments: [
            Case(testDescription: "nothing", text: "", kind: .broken),
            Case(testDescription: "half a status line", text: "HTTP/1.1 20", kind: .broken),
            Case(
                testDescription: "too little body", text: "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc",
                kind: .broken),
            Case(
                testDescription: "half a chunk",
                text: "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nabc", kind: .broken),
            Case(
                testDescription: "no chunk",
                text: "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\nabc", kind: .broken),
            Case(testDescription: "another protocol", text: "SSH-2.0-OpenSSH_9.2\r\n\r\n", kind: .malformed),
            Case(
                testDescription: "what is not gzip",
                text: "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 30\r\n\r\n"
                    + String(repeating: "plain", count: 6), kind: .malformed),
            Case(
                testDescription: "a head of 70 kB",
                text: "HTTP/1.1 200 OK\r\n"
                    + String(repeating: "A: \(String(repeating: "a", count: 995))\r\n", count: 70) + "\r\n",
                kind: .headTooLarge),
            Case(
                testDescription: "interim responses without end",
                text: String(repeating: "HTTP/1.1 100 Continue\r\n\r\n", count: 10_000), kind: .headTooLarge),
        ])
    func broken(_ response: Case) throws {
        let server = try ScriptedServer { peer in
            peer.readHead()
            peer.send(response.text)
        }
        let known = http.response(to: .to(server.url))
        #expect(known.failure?.kind == response.kind, "\(String(describing: known.failure))")
        #expect(known.failure?.place == server.place)
        #expect(known.failure?.isConnect == false)
        #expect(known.ends == 1)
    }

    @Test("of a reset in the middle of the body, after what has come")
    func reset() throws {
        let read = DispatchSemaphore(value: 0)
        let server = try ScriptedServer { peer in
            peer.readHead()
            peer.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc")
            // What has not been read when a reset comes is lost.
            read.wait()
            peer.resetAtEnd()
        }
        let response = Response(onBody: { read.signal() })
        let exchange = http.start(.to(server.url), response)
        let known = withExtendedLifetime(exchange) { response.waitsForEnd() }
        #expect(known.text == "abc")
        #expect(known.failure?.kind == .broken)
    }

    @Test("of a port where nothing listens")
    func refused() throws {
        // Bound, so that nobody else gets the port, but not listening.
        let socket = try Socket(.stream, for: SocketAddress(ipv4: 0x7F00_0001, port: 0))
        try socket.bind(to: SocketAddress(ipv4: 0x7F00_0001, port: 0))
        let place = "\(try socket.localAddress())"
        let failure = try #require(http.response(to: .to("http://\(place)/")).failure)
        #expect(failure.kind == .refused)
        #expect(failure.isConnect)
        #expect(failure.description == "connection refused by \(place): is the API server up?")

        var request = HTTPRequest.to("http://127.0.0.1:80/")
        request.proxy = "http://\(place)"
        let second = try #require(http.response(to: request).failure)
        #expect(second.kind == .proxy)
        #expect(second.isConnect)
    }

    @Test("of a name without an address")
    func unresolved() throws {
        let failure = try #require(http.response(to: .to("http://nowhere.invalid:6443/")).failure)
        #expect(failure.kind == .nameNotResolved)
        #expect(failure.isConnect)
        #expect(failure.description.contains("nowhere.invalid:6443"))
    }

    @Test("of a proxy that does not let it through")
    func proxy() throws {
        let proxy = try ScriptedServer { peer in
            peer.readHead()
            peer.send("HTTP/1.1 403 No\r\nContent-Length: 0\r\n\r\n")
        }
        var request = HTTPRequest.to("https://api.internal:6443/")
        request.proxy = proxy.url
        let known = http.response(to: request)
        #expect(known.failure?.kind == .proxy)
        #expect(known.failure?.isConnect == true)
        #expect(known.failure?.description.contains("403") == true)
        #expect(known.head == nil)
    }

    @Test("of a deadline, by its name")
    func deadlines() throws {
        let server = try ScriptedServer { peer in
            guard let head = peer.readHead() else { return }
            if !head.contains("/head") { peer.send("HTTP/1.1 200 OK\r\n\r\nabc") }
            peer.waitForEnd()
        }
        let soon = Duration.milliseconds(50)
        var head = HTTPRequest.to("\(server.url)head")
        head.headDeadline = soon
        var silence = HTTPRequest.to("\(server.url)silence")
        silence.silenceDeadline = soon
        var total = HTTPRequest.to("\(server.url)total")
        total.totalDeadline = soon
        let requests: [(HTTPRequest, HTTPDeadline)] = [(head, .head), (silence, .silence), (total, .total)]
        for (request, deadline) in requests {
            let failure = try #require(http.response(to: request).failure)
            #expect(failure.kind == .timeout(deadline))
            #expect(failure.description.contains("0.05 seconds"))
        }
    }

    @Test("of a TLS handshake that does not come to an end")
    func handshake() throws {
        let server = try ScriptedServer { $0.waitForEnd() }
        var request = HTTPRequest.to("https://\(server.place)/")
        request.connectDeadline = .milliseconds(50)
        let failure = try #require(http.response(to: request).failure)
        #expect(failure.kind == .timeout(.connect))
        #expect(failure.isConnect)
    }

    @Test("of a peer that does not speak TLS, or ends the handshake", arguments: [true, false])
    func notTLS(speaks: Bool) throws {
        let server = try ScriptedServer { peer in
            _ = peer.read()
            if speaks { peer.send("HTTP/1.1 400 Bad Request\r\n\r\n") }
        }
        let failure = try #require(http.response(to: .to("https://\(server.place)/")).failure)
        #expect(failure.kind == (speaks ? .tls(.notTLS) : .broken))
        #expect(failure.isConnect)
    }
}
