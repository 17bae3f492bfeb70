import Feeds
import TestSupport
import Testing

@Suite("An exchange over TLS")
struct TLSTests {
    private let http: TestHTTP
    private let peer: TLSPeer

    init() throws {
        http = try TestHTTP()
        peer = try TLSPeer.shared
    }

    /// What comes of asking `server` with `tls`.
    private func response(of server: Substring, _ tls: TLSSettings) throws -> Response.Known {
        var request = HTTPRequest.to(try peer.url(of: server))
        request.tls = tls
        return http.response(to: request)
    }

    @Test("trusts the authority that was given")
    func trusted() throws {
        let known = try response(of: "address", peer.settings())
        #expect(known.failure == nil)
        #expect(known.head?.status == 200)
        #expect(words(in: known.text)["asked"] == "None")
    }

    @Test("trusts nobody else", arguments: ["other-ca", nil])
    func untrusted(authority: String?) throws {
        let failure = try #require(try response(of: "address", peer.settings(authority: authority)).failure)
        #expect(failure.kind == .tls(.untrusted))
        #expect(failure.isConnect)
        #expect(failure.description.contains("certificate-authority"))
    }

    @Test("notices a certificate for another name, and says what helps")
    func otherName() throws {
        let failure = try #require(try response(of: "named", peer.settings()).failure)
        #expect(failure.kind == .tls(.otherName))
        #expect(failure.description.contains("tls-server-name"))
    }

    @Test("notices a certificate that has expired")
    func expired() throws {
        let failure = try #require(try response(of: "old", peer.settings()).failure)
        #expect(failure.kind == .tls(.notValidNow))
        #expect(failure.description.contains("expired"))
    }

    @Test("asks for the name of the settings and expects it, and means the server of the URL")
    func serverName() throws {
        var tls = try peer.settings()
        tls.serverName = "api.internal"
        let known = try response(of: "named", tls)
        #expect(known.failure == nil)
        let seen = words(in: known.text)
        #expect(seen["asked"] == "api.internal")
        #expect(try peer.url(of: "named") == "https://\(seen["host"] ?? "")/")

        tls.serverName = "other.internal"
        #expect(try response(of: "named", tls).failure?.kind == .tls(.otherName))
    }

    @Test("shows the client's certificate")
    func client() throws {
        let known = try response(of: "guarded", peer.settings(client: "reader"))
        #expect(known.failure == nil)
        #expect(words(in: known.text)["client"] == "reader")
    }

    @Test(
        "fails without a client certificate where one is needed, and with a strange one",
        arguments: [nil, "stranger"])
    func strangeClient(name: String?) throws {
        let failure = try #require(try response(of: "guarded", peer.settings(client: name)).failure)
        #expect(failure.kind == .tls(.clientCertificate), "\(failure)")
    }

    @Test("without verification accepts anyone", arguments: ["address", "named", "old"] as [Substring])
    func insecure(server: Substring) throws {
        var tls = TLSSettings()
        tls.verifies = false
        #expect(try response(of: server, tls).head?.status == 200)
    }

    @Test("says that certificates or keys are none, without asking anybody for a pass phrase")
    func settings() throws {
        let good = try peer.settings(client: "reader")
        var foreignKey = good
        foreignKey.clientKey = try peer.octets(of: "stranger.key")
        var noKey = good
        noKey.clientKey = Array("key".utf8)
        var encryptedKey = good
        encryptedKey.clientKey = try peer.octets(of: "encrypted.key")
        var noCertificate = good
        noCertificate.clientCertificate = []
        var noAuthority = good
        noAuthority.certificateAuthorities = Array("authority".utf8)
        for tls in [foreignKey, noKey, encryptedKey, noCertificate, noAuthority] {
            let failure = try response(of: "guarded", tls).failure
            #expect(failure?.kind == .tls(.settings), "\(String(describing: failure))")
            #expect(failure?.isConnect == true)
        }
    }

    @Test("goes on while another one stalls")
    func independence() throws {
        var request = HTTPRequest.to(try peer.url(of: "address"))
        request.tls = try peer.settings()
        var silent = request
        silent.url += "silent"
        let response = Response()
        let exchange = http.start(silent, response)
        for _ in 0..<3 { #expect(http.response(to: request).failure == nil) }
        withExtendedLifetime(exchange) { #expect(response.known.ends == 0) }
    }

    @Test("does not share a connection with one that has other settings")
    func separation() throws {
        let trusting = try peer.settings()
        #expect(try response(of: "address", trusting).failure == nil)
        var other = trusting
        other.certificateAuthorities = try peer.octets(of: "other-ca.crt")
        #expect(try response(of: "address", other).failure?.kind == .tls(.untrusted))
        var named = trusting
        named.serverName = "other.internal"
        #expect(try response(of: "address", named).failure?.kind == .tls(.otherName))
    }
}
