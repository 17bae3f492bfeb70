import Dispatch
import Feeds
import Glibc
import Posix
import Synchronization
import TestSupport
import Testing

@Suite("An exchange over HTTP")
struct HTTPExchangeTests {
    private let http: TestHTTP

    init() throws { http = try TestHTTP() }

    /// Sends a head and some of a body, then waits until the client has gone.
    private static func watched() throws -> ScriptedServer {
        try ScriptedServer { peer in
            peer.readHead()
            peer.send("HTTP/1.1 200 OK\r\n\r\nabc")
            peer.waitForEnd()
        }
    }

    @Test("that is dropped ends in silence, and its connection with it")
    func dropped() throws {
        let server = try Self.watched()
        let response = Response()
        do {
            let exchange = http.start(.to(server.url), response)
            withExtendedLifetime(exchange) { _ = response.waits { $0.text == "abc" } }
        }
        wait(for: "the end of the connection") { server.openConnections == 0 }
        http.queue.sync {}
        #expect(response.known.ends == 0)
    }

    @Test("lets go of its receiver when it ends, and when it is cancelled", arguments: [true, false])
    func release(ends: Bool) throws {
        let server = try ScriptedServer { peer in
            peer.readHead()
            if ends { peer.answer() } else { peer.waitForEnd() }
        }
        weak var watched: Response?
        let exchange: HTTPExchange
        do {
            let response = Response()
            watched = response
            exchange = http.start(.to(server.url), response)
            if ends {
                response.waitsForEnd()
            } else {
                wait(for: "a request") { server.heads.count == 1 }
                #expect(watched != nil)
                exchange.cancel()
            }
        }
        http.queue.sync {}
        withExtendedLifetime(exchange) { #expect(watched == nil) }
    }

    @Test("hears no more once it cancels itself", arguments: ["head", "body"])
    func cancelsItself(during call: String) throws {
        let server = try Self.watched()
        let exchange = Mutex<HTTPExchange?>(nil)
        let cancel: Response.Reaction = { exchange.withLock { $0?.cancel() } }
        let response = call == "head" ? Response(onHead: cancel) : Response(onBody: cancel)
        http.queue.sync {
            exchange.withLock { $0 = http.startHere(.to(server.url), response) }
        }
        wait(for: "the end of the connection") { server.connections == 1 && server.openConnections == 0 }
        http.queue.sync {}
        #expect(response.known.text == (call == "head" ? "" : "abc"))
        #expect(response.known.ends == 0)
    }

    @Test("can start others from within each call")
    func startsOthers() throws {
        let server = try ScriptedServer { peer in
            peer.readHead()
            peer.answer()
        }
        let others = Mutex<[HTTPExchange]>([])
        let (first, second, third) = (Response(), Response(), Response())
        let start: @Sendable (Response) -> Void = { response in
            others.withLock { $0.append(http.startHere(.to(server.url), response)) }
        }
        let response = Response(
            onHead: { start(first) }, onBody: { start(second) }, onEnd: { start(third) })
        let exchange = http.start(.to(server.url), response)
        withExtendedLifetime(exchange) {
            for response in [response, first, second, third] {
                #expect(response.waitsForEnd().text == "ok")
            }
        }
    }

    @Test("goes on when its client is gone")
    func clientGone() throws {
        let gone = DispatchSemaphore(value: 0)
        let server = try ScriptedServer { peer in
            peer.readHead()
            gone.wait()
            peer.answer()
        }
        let response = Response()
        var http: TestHTTP? = try TestHTTP()
        let exchange = http?.start(.to(server.url), response)
        wait(for: "a request") { server.heads.count == 1 }
        http = nil
        gone.signal()
        withExtendedLifetime(exchange) { #expect(response.waitsForEnd().text == "ok") }
        // The idle connection goes with the last exchange.
        wait(for: "the end of the connection") { server.openConnections == 0 }
    }

    @Test("goes on while another one stalls")
    func independence() throws {
        let server = try ScriptedServer { peer in
            while let head = peer.readHead() {
                guard !head.contains("/silent") else { return peer.waitForEnd() }
                peer.answer()
            }
        }
        let silent = Response()
        let exchange = http.start(.to("\(server.url)silent"), silent)
        wait(for: "a request") { server.heads.count == 1 }
        for _ in 0..<20 { #expect(http.response(to: .to(server.url)).text == "ok") }
        withExtendedLifetime(exchange) { #expect(silent.known.ends == 0) }
    }

    @Test("leaves no descriptor behind, cancelled at any time, a thousand times")
    func leaks() async {
        await #expect(processExitsWith: .success) {
            let server = try ScriptedServer { peer in
                peer.readHead()
                peer.send("HTTP/1.1 200 OK\r\n\r\nabc")
                peer.waitForEnd()
            }
            // The process opens and closes a few of its own at any time; what a leak leaves is many more.
            let before = openDescriptors() + 20
            do {
                let http = try TestHTTP()
                for round in 0..<10 {
                    let response = Response()
                    let exchanges = (0..<100).map { _ in http.start(.to(server.url), response) }
                    // Some are cancelled before they connect, some within their body.
                    if round % 2 == 0 { response.waits { $0.body.count >= 150 } }
                    for exchange in exchanges { exchange.cancel() }
                    http.queue.sync {}
                    #expect(response.known.ends == 0)
                }
            }
            wait(for: "the end of the connections") {
                server.openConnections == 0 && openDescriptors() < before
            }
        }
    }
}

private func openDescriptors() -> Int { (try? DirectoryListing.names(in: "/proc/self/fd").count) ?? 0 }
