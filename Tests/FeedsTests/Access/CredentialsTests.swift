import Dispatch
import TestSupport
import Testing

@testable import Feeds

@Suite("Credentials")
struct CredentialsTests {
    private let folder = Folder()
    private let queue = DispatchQueue(label: "control")

    private func credentials(_ credential: Credential) throws -> Credentials {
        var access = try ClusterAccess.endpoint("https://a", certificate: nil, key: nil, authority: nil)
        access.credential = credential
        return Credentials(access, queue: queue)
    }

    /// What is shown at present, when no plugin must run for it.
    private func shown(_ credentials: Credentials) throws -> Authorization {
        var result: Result<Authorization, AccessError>?
        queue.sync { credentials.current { result = $0 } }
        return try #require(result).get()
    }

    @Test(
        "They become a header",
        arguments: [
            (.none, nil), (.token(Secret("abc")), "Bearer abc"),
            (.basic(user: "Aladdin", password: Secret("open sesame")), "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="),
        ] as [(Credential, String?)])
    func header(credential: Credential, value: String?) throws {
        let headers = try shown(credentials(credential)).headers
        #expect(headers.map(\.0) == (value == nil ? [] : ["Authorization"]))
        #expect(headers.first?.1 == value)
    }

    @Test("A token file is read anew when it is replaced or rewritten")
    func rotation() throws {
        folder.write("token", "one\n")
        let credentials = try credentials(.tokenFile(path: folder("token"), fallback: Secret("never")))
        #expect(try shown(credentials) == .bearer(Secret("one")))
        folder.write("next", "two")
        folder.rename("next", to: "token")
        #expect(try shown(credentials) == .bearer(Secret("two")))
        folder.write("token", "TWO")
        #expect(try shown(credentials) == .bearer(Secret("TWO")))
    }

    @Test("While a token file cannot be read its last token is shown, until the server refuses that")
    func fileGone() throws {
        folder.write("token", "one")
        let credentials = try credentials(.tokenFile(path: folder("token"), fallback: nil))
        let one = try shown(credentials)
        folder.remove("token")
        #expect(try shown(credentials) == one)
        credentials.refused(.bearer(Secret("older")))
        #expect(try shown(credentials) == one)
        credentials.refused(one)
        let error = AccessError(
            origin: "endpoint https://a",
            message: "no token to show: \(folder("token")) is not there, or is no file")
        #expect(throws: error) { try shown(credentials) }
        folder.write("token", "two")
        #expect(try shown(credentials) == .bearer(Secret("two")))
    }

    @Test("Before a token file is there, the token beside it is shown")
    func fallback() throws {
        let credentials = try credentials(.tokenFile(path: folder("token"), fallback: Secret("abc")))
        #expect(try shown(credentials) == .bearer(Secret("abc")))
    }

    @Test(
        "What cannot stand in a header is no token", arguments: ["", " \n", "a b", "a\u{0}", "a\r\nb", "é"])
    func noToken(text: String) throws {
        folder.write("token", text)
        let credentials = try credentials(.tokenFile(path: folder("token"), fallback: nil))
        let error = AccessError(
            origin: "endpoint https://a", message: "no token to show: \(folder("token")) holds no token")
        #expect(throws: error) { try shown(credentials) }
    }

    @Test("A plugin's certificate is shown, unless there is one already")
    func certificate() {
        let certificate = Authorization.ClientCertificate(certificate: [1], key: [2])
        let authorization = Authorization(value: nil, certificate: certificate)
        var settings = TLSSettings()
        settings.serverName = "a"
        let changed = authorization.tls(settings)
        #expect(changed.clientCertificate == [1] && changed.clientKey == [2] && changed.serverName == "a")
        settings.clientCertificate = [3]
        #expect(authorization.tls(settings) == settings)
        #expect(Authorization().tls(settings) == settings)
    }
}
