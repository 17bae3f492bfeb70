import Feeds
import Glibc
import Posix
import TestSupport
import Testing

@Suite("An exchange over HTTP/2", .enabled(if: HTTP2Peer.isInstalled, "nghttpd is not installed"))
struct HTTP2Tests {
    private let http: TestHTTP
    private let peer: HTTP2Peer

    init() throws {
        http = try TestHTTP()
        peer = try HTTP2Peer()
    }

    @Test("shares one connection with others")
    func shared() throws {
        let responses = (0..<20).map { _ in Response() }
        let exchanges = responses.map { http.start(peer.request, $0) }
        for response in responses {
            let known = response.waitsForEnd()
            #expect(known.failure == nil)
            #expect(known.head?.httpVersion == "2")
            #expect(known.text == peer.text)
        }
        withExtendedLifetime(exchanges) { #expect(peer.clients.count == 1) }
    }

    @Test("can be cancelled while others go on, on the same connection")
    func cancelled() throws {
        let responses = (0..<20).map { _ in Response() }
        var exchanges = responses.map { http.start(peer.request, $0) }
        exchanges.removeLast(10)
        for response in responses.prefix(10) { #expect(response.waitsForEnd().text == peer.text) }
        withExtendedLifetime(exchanges) { #expect(peer.clients.count == 1) }
    }

    @Test("does not use a connection again over which a response failed to come")
    func stalled() throws {
        #expect(http.response(to: peer.request).text == peer.text)
        let before = peer.clients
        #expect(before.count == 1)
        peer.pause()
        var request = peer.request
        request.headDeadline = .milliseconds(50)
        #expect(http.response(to: request).failure?.kind == .timeout(.head))
        let response = Response()
        let exchange = http.start(peer.request, response)
        wait(for: "another connection") { !peer.clients.isSubset(of: before) }
        peer.resume()
        withExtendedLifetime(exchange) { #expect(response.waitsForEnd().text == peer.text) }
    }
}
