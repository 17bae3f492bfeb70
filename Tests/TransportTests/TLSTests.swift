import Answering
import Posix
import Testing

@testable import Transport

@Suite("Over TLS, the server", .timeLimit(.minutes(10)))
struct TLSTests {
    @Test("answers over TLS 1.3 where a client says nothing else, and names its protocol")
    func served() async throws {
        let server = try await TestServer(certificate: "tls")
        #expect(try await TLSPeer.lines(of: "served", at: server.address) == ["served TLSv1.3 dot"])
        #expect(server.listeners.statistics.total(.handshakes) == 1)
        #expect(server.listeners.statistics.total(.handshakeFailures) == 0)
    }

    @Test(
        "speaks TLS 1.2 and 1.3, and nothing older",
        arguments: [
            ("TLSv1_3", "served TLSv1.3"), ("TLSv1_2", "served TLSv1.2"),
            ("TLSv1_1", "refused tlsv1 alert protocol version"),
        ])
    func versions(name: String, expected: String) async throws {
        let server = try await TestServer(certificate: "tls")
        #expect(try await TLSPeer.lines(of: "version", name, at: server.address) == [expected])
    }

    @Test(
        "refuses who offers other protocols only, and serves who offers none",
        arguments: [
            ("dot", "chosen dot True"), ("h2,dot", "chosen dot True"), ("", "chosen None True"),
            ("h2", "refused tlsv1 alert no application protocol"),
        ])
    func protocols(offered: String, expected: String) async throws {
        let server = try await TestServer(certificate: "tls")
        #expect(try await TLSPeer.lines(of: "protocols", offered, at: server.address) == [expected])
    }

    @Test("answers however handshake and queries are split", arguments: [1, 2, 3, 7, 100])
    func split(size: Int) async throws {
        let server = try await TestServer(certificate: "tls")
        #expect(try await TLSPeer.lines(of: "split", "\(size)", at: server.address) == ["answered 10"])
    }

    @Test("answers queries that come by one octet a record")
    func records() async throws {
        let server = try await TestServer(certificate: "tls")
        #expect(try await TLSPeer.lines(of: "octet_records", at: server.address) == ["answered 10"])
    }

    @Test(
        "answers two hundred queries of one record, and thousands of several, each once and in order",
        arguments: [200, 4000])
    func pipelined(count: Int) async throws {
        let server = try await TestServer(certificate: "tls")
        let lines = try await TLSPeer.lines(of: "pipelined", "\(count)", at: server.address)
        #expect(lines == ["answered \(count)"])
    }

    @Test("sends long responses whole, as fast as the client takes them")
    func long() async throws {
        let server = try await TestServer(certificate: "tls")
        #expect(try await TLSPeer.lines(of: "pipelined", "200", "16", at: server.address) == ["answered 200"])
    }

    @Test("answers a query that comes with the end of the handshake")
    func withFinished() async throws {
        let server = try await TestServer(certificate: "tls")
        #expect(try await TLSPeer.lines(of: "with_finished", at: server.address) == ["answered 7"])
    }

    @Test("resumes sessions by ticket, on any worker", arguments: ["TLSv1_2", "TLSv1_3"])
    func resumption(version: String) async throws {
        let identity = TLSIdentity(try TLSContext(await TLSPeer.configuration()))
        let server = try TestServer(workers: 3, security: identity)
        let lines = try await TLSPeer.lines(of: "resume", version, at: server.address)
        #expect(lines == ["resumed True", "resumed True", "resumed True"])
    }

    @Test("does not negotiate twice")
    func renegotiation() async throws {
        let server = try await TestServer(certificate: "tls")
        #expect(try await TLSPeer.lines(of: "renegotiate", at: server.address) == ["refused"])
    }

    @Test("pads the responses to padded queries, and no others")
    func padding() async throws {
        let server = try await TestServer(certificate: "tls")
        let lines = try await TLSPeer.lines(of: "padding", at: server.address)
        #expect(lines == ["True True", "False False", "True True"])
    }

    @Test("answers what was asked before the client's close_notify, then sends its own and FIN")
    func closeNotify() async throws {
        let server = try await TestServer(certificate: "tls")
        let lines = try await TLSPeer.lines(of: "close_first", at: server.address)
        #expect(lines == ["answered 1 2", "then b'' b''"])
    }

    @Test("begins new connections with a new certificate, and none without")
    func replacement() async throws {
        let identity = TLSIdentity(try TLSContext(await TLSPeer.configuration("tls")))
        let server = try TestServer(security: identity)
        #expect(try await TLSPeer.lines(of: "served", at: server.address) == ["served TLSv1.3 dot"])
        identity.replace(with: try TLSContext(await TLSPeer.configuration("foreign")))
        // The client does not trust it, and says so.
        let foreign = try await TLSPeer.lines(of: "authenticate", "", at: server.address)
        #expect(foreign.first?.hasPrefix("refused certificate verify failed") == true)
        identity.replace(with: nil)
        let none = try await TLSPeer.lines(of: "authenticate", "", at: server.address)
        #expect(none.first?.hasPrefix("refused") == true)
    }

    /// Whether a client is served that has: no certificate, one that is vouched for, one that is not.
    @Test(
        "asks clients for certificates as it is told",
        arguments: [
            (.none, [true, true, true]), (.request, [true, true, true]), (.require, [false, true, true]),
            (.verifyIfGiven, [true, true, false]), (.requireAndVerify, [false, true, false]),
        ] as [(TLSConfiguration.ClientAuthentication, [Bool])])
    func clientAuthentication(mode: TLSConfiguration.ClientAuthentication, expected: [Bool]) async throws {
        var configuration = try await TLSPeer.configuration()
        configuration.authorities = try await TLSPeer.octets("ca.crt")
        configuration.clientAuthentication = mode
        let server = try TestServer(TLSContext(configuration))
        for (name, isServed) in zip(["", "client", "foreign"], expected) {
            let lines = try await TLSPeer.lines(of: "authenticate", name, at: server.address)
            #expect(
                lines.count == 1 && lines[0].hasPrefix(isServed ? "served" : "refused"), "\(name): \(lines)")
        }
    }

    @Test(
        "cannot begin with what is no certificate and its key",
        arguments: [
            ("foreign.key", "tls.key", .noCertificate), ("tls.crt", "tls.crt", .noKey),
            ("tls.crt", "other.key", .foreignKey), ("tls.crt", "locked.key", .malformedKey),
        ] as [(String, String, TLSError)])
    func faults(chain: String, key: String, expected: TLSError) async throws {
        let configuration = TLSConfiguration(
            chain: try await TLSPeer.octets(chain), key: try await TLSPeer.octets(key))
        #expect(throws: expected) { try TLSContext(configuration) }
    }

    @Test("cannot begin with junk between the marks of PEM")
    func malformed() async throws {
        let junk = Array("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n".utf8)
        let key = try await TLSPeer.octets("tls.key")
        #expect(throws: TLSError.malformedCertificate) {
            try TLSContext(TLSConfiguration(chain: junk, key: key))
        }
        var configuration = try await TLSPeer.configuration()
        configuration.authorities = key
        #expect(throws: TLSError.noAuthorities) { try TLSContext(configuration) }
    }
}
