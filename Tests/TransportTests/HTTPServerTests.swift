import Posix
import Synchronization
import Testing

@testable import Transport

/// A server that answers `/health` with OK, whatever follows, and everything else with 404.
private func server(_ host: String = "127.0.0.1") throws -> HTTPServer {
    try HTTPServer(at: try #require(SocketAddress(host, port: 0))) { path in
        path == "/health" ? .ok : .notFound
    }
}

extension TestClient {
    /// Whether one more request is answered with OK, over a connection that stays open.
    fileprivate func isAnswered() -> Bool {
        send(Array("GET /health HTTP/1.1\r\nHost: a\r\n\r\n".utf8))
        var text = ""
        while !text.hasSuffix("\r\n\r\nOK") {
            let octets = receive().octets
            guard !octets.isEmpty else { return false }
            text += String(decoding: octets, as: UTF8.self)
        }
        return true
    }

    /// Sends `text` and returns what came until the end of the connection.
    fileprivate func exchange(_ text: String) -> String {
        send(Array(text.utf8))
        var response: [UInt8] = []
        while true {
            let (progress, octets) = receive()
            response += octets
            guard case .octets = progress else { return String(decoding: response, as: UTF8.self) }
        }
    }
}

/// The response to a request, to the end of the connection.
private func response(of server: HTTPServer, to line: String, _ headers: String = "") throws -> String {
    let client = try TestClient(.stream, to: server.address)
    return client.exchange("\(line) HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\(headers)\r\n")
}

@Suite("The server that probes and scrapes ask")
struct HTTPServerTests {
    @Test("A GET is answered by path, the query left out", arguments: ["/health", "/health?verbose=1"])
    func get(path: String) throws {
        let response = try response(of: try server(), to: "GET \(path)")
        #expect(response.hasPrefix("HTTP/1.1 200 OK\r\n"))
        #expect(response.contains("\r\nContent-Type: text/plain; charset=utf-8\r\n"))
        #expect(response.contains("\r\nContent-Length: 2\r\n"))
        #expect(response.hasSuffix("\r\n\r\nOK"))
    }

    @Test("A path that is not there is 404, a HEAD has no body, other methods are refused")
    func others() throws {
        let server = try server()
        #expect(try response(of: server, to: "GET /").hasSuffix("\r\n\r\n404 page not found\n"))
        let head = try response(of: server, to: "HEAD /health")
        #expect(head.hasPrefix("HTTP/1.1 200 OK\r\n") && head.hasSuffix("\r\n\r\n"))
        #expect(try response(of: server, to: "DELETE /health").hasPrefix("HTTP/1.1 405 "))
        let chunked = try response(of: server, to: "GET /health", "Transfer-Encoding: chunked\r\n")
        #expect(chunked.hasPrefix("HTTP/1.1 413 "))
        let body = try response(of: server, to: "GET /health", "Content-Length: 9\r\n")
        #expect(body.hasPrefix("HTTP/1.1 413 "))
    }

    @Test("One connection can ask more than once")
    func keptAlive() throws {
        let server = try server()
        let client = try TestClient(.stream, to: server.address)
        for _ in 0..<3 {
            let isAnswered = client.isAnswered()
            #expect(isAnswered)
        }
    }

    @Test("What it serves can be replaced, on connections that are open too")
    func replaced() throws {
        let server = try server()
        let client = try TestClient(.stream, to: server.address)
        server.replace { _ in HTTPResponse(status: 503, body: "Shutting down") }
        let response = client.exchange("GET /health HTTP/1.0\r\n\r\n")
        #expect(response.hasPrefix("HTTP/1.1 503 ") || response.hasPrefix("HTTP/1.0 503 "))
        #expect(response.hasSuffix("\r\n\r\nShutting down"))
    }

    @Test("It listens on IPv6, and on both families at once", arguments: ["::1", "::"])
    func families(host: String) throws {
        let server = try server(host)
        #expect(server.address.port != 0)
        var hosts = ["::1"]
        if host == "::" { hosts.append("127.0.0.1") }
        for host in hosts {
            let address = try #require(SocketAddress(host, port: server.address.port))
            try HTTPProbe.get("/health", at: address, milliseconds: 10_000)
        }
    }

    @Test("An address that is taken is named")
    func taken() throws {
        let owner = try Socket(.stream, for: SocketAddress(ipv4: 0x7F00_0001, port: 0))
        try owner.bind(to: SocketAddress(ipv4: 0x7F00_0001, port: 0))
        let address = try owner.localAddress()
        let error = #expect(throws: SystemError.self) { _ = try HTTPServer(at: address) { _ in .ok } }
        #expect(error?.description == "bind \(address): Address already in use")
        withExtendedLifetime(owner) {}
    }

    @Test("It does not listen any more when it is gone")
    func gone() throws {
        var server: HTTPServer? = try server()
        let address = try #require(server).address
        server = nil
        #expect(throws: SystemError.self) { _ = try TestClient(.stream, to: address) }
    }

    @Test("A probe says why it failed")
    func probe() throws {
        let server = try server()
        #expect(throws: HTTPProbe.Failure.status("HTTP/1.1 404 Not Found")) {
            try HTTPProbe.get("/", at: server.address, milliseconds: 10_000)
        }
        let closed = try Socket(.stream, for: server.address)
        try closed.bind(to: server.address.with(port: 0))
        #expect(throws: HTTPProbe.Failure.self) {
            try HTTPProbe.get("/", at: try closed.localAddress(), milliseconds: 10_000)
        }
    }
}

/// Keeps a socket open.
private final class Held {
    let socket: Socket
    init(_ socket: consuming Socket) { self.socket = socket }
}

@Suite("Nobody keeps probes and scrapes out")
struct HostileHTTPTests {
    /// Asks, and waits for less time than a silent connection may stay: whoever is served has not waited for that.
    private func isServed(_ server: HTTPServer) throws {
        try HTTPProbe.get("/health", at: server.address, milliseconds: 4000)
    }

    @Test(
        "A header of 200 KB is refused, and so is a line",
        arguments: ["GET /health HTTP/1.1\r\nA: ", "GET /"])
    func long(start: String) throws {
        let server = try server()
        let client = try TestClient(.stream, to: server.address)
        client.send(Array(start.utf8) + [UInt8](repeating: 0x61, count: 200_000))
        let (_, octets) = client.receive()
        #expect(octets.isEmpty || octets.starts(with: "HTTP/1.1 4".utf8))
        try isServed(server)
    }

    @Test("Octets that are no request do no harm", arguments: [0x00, 0x0A, 0x80, 0xFF] as [UInt8])
    func noise(octet: UInt8) throws {
        let server = try server()
        let client = try TestClient(.stream, to: server.address)
        client.send([UInt8](repeating: octet, count: 70_000))
        try isServed(server)
    }

    @Test("Hundreds of silent connections, and slow ones, leave the others served; the first made room")
    func crowd() throws {
        let server = try server()
        let oldest = try TestClient(.stream, to: server.address)
        let active = try TestClient(.stream, to: server.address)
        var idle: [Held] = []
        for index in 0..<300 {
            let held = Held(try Socket(.stream, for: server.address))
            try held.socket.connect(to: server.address)
            if index.isMultiple(of: 2) { _ = held.socket.write(Array("GET /health HT".utf8).span) }
            idle.append(held)
            guard index.isMultiple(of: 50) else { continue }
            try isServed(server)
            let isAnswered = active.isAnswered()
            #expect(isAnswered)
        }
        try isServed(server)
        #expect(oldest.receive().octets.isEmpty)
        withExtendedLifetime(idle) {}
    }

    @Test("A client that does not read its responses leaves the others served")
    func unread() throws {
        let large = String(repeating: "a", count: 4 << 20)
        let server = try HTTPServer(at: SocketAddress(ipv4: 0x7F00_0001, port: 0)) { path in
            path == "/large" ? HTTPResponse(status: 200, body: large) : .ok
        }
        let client = try TestClient(.stream, to: server.address)
        client.send(Array(String(repeating: "GET /large HTTP/1.1\r\nHost: a\r\n\r\n", count: 100).utf8))
        for _ in 0..<10 { try isServed(server) }
        withExtendedLifetime(client) {}
    }
}
