import Glibc
import Testing

/// A Kubernetes API server to test against: a process of its own with no objects but two namespaces,
/// ended with its last reference. Tests/FakeAPIServer/README.md describes it.
final class FakeAPIServer: Sendable {
    enum Mode: String {
        /// https, as `kubeconfig` and `file` tell how to be let in.
        case tls
        /// http, and no credential is needed.
        case plain = "--plain"
    }

    /// `https://127.0.0.1:34567`
    let url: String
    let port: UInt16
    private let adminPort: UInt16
    private let folder: Folder
    private let process: SpawnedProcess

    /// Returns once it listens.
    init(_ mode: Mode = .tls, host: String = "127.0.0.1") throws {
        let folder = Folder()
        let arguments = ["--with-parent", "--directory", folder.path, "--host", host]
        process = try SpawnedProcess(
            [Self.python, Self.path] + arguments + (mode == .plain ? [mode.rawValue] : []),
            output: folder("out"), errors: folder("err"))
        self.folder = folder
        let said = try Self.firstLine(of: folder)
        url = try #require(said["url"])
        port = try #require(said.number("port"))
        adminPort = try #require(said.number("adminPort"))
    }

    /// Debian's Python itself: what else is on the PATH may be a script that takes long to find one.
    static let python = unsafe access("/usr/bin/python3", X_OK) == 0 ? "/usr/bin/python3" : "python3"

    /// The server in the checkout: this file lies three folders below `Tests`.
    static let path =
        #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3)
        .joined(separator: "/") + "/FakeAPIServer"

    /// The kubeconfig that leads here, with the contexts `certificate` (current), `named`, `token`, `token-file`,
    /// `basic`, `foreign` and `anonymous`.
    var kubeconfig: String { folder("kubeconfig") }

    /// Where `ca.crt`, `token` and `namespace` are, as in a pod.
    var serviceAccount: String { folder.path }

    /// The path of a file beside the kubeconfig: `client.crt`, `foreign-ca.crt`…
    func file(_ name: String) -> String { folder(name) }

    /// Replaces what the file `token` holds, which pods read theirs from; the server does not look at it.
    func write(token: String) { folder.write("token", token) }

    /// Asks the admin port; anything but 200 is thrown.
    @discardableResult
    func ask(_ method: String, _ path: String, _ body: String = "") throws -> FakeReply {
        let reply = try LoopbackHTTP.ask(method, "/_fake/\(path)", port: adminPort, body: body)
        guard reply.code == 200 else {
            throw LoopbackHTTP.Failure(description: "\(method) \(path): \(reply.code) \(reply.body)")
        }
        return FakeReply(text: reply.body)
    }

    /// What the process says of itself when it is ready.
    private static func firstLine(of folder: Folder) throws -> FakeReply {
        let deadline = ContinuousClock.now + .seconds(30)
        while ContinuousClock.now < deadline {
            let text = folder.text(of: "out")
            if text.hasSuffix("\n") { return FakeReply(text: text) }
            usleep(2000)
        }
        throw LoopbackHTTP.Failure(description: "no API server: \(folder.text(of: "err"))")
    }
}

/// A JSON object that the fake server sent. Fields are found by name wherever they stand.
struct FakeReply {
    let text: String

    /// The text of a field without its quotes; nil when there is no such field.
    subscript(name: String) -> String? {
        guard let found = text.firstRange(of: "\"\(name)\": ") else { return nil }
        let value = text[found.upperBound...]
        guard value.first == "\"" else { return String(value.prefix { !",}]\n".contains($0) }) }
        return String(value.dropFirst().prefix { $0 != "\"" })
    }

    func number<Number: FixedWidthInteger>(_ name: String) -> Number? { self[name].flatMap { Number($0) } }
}
