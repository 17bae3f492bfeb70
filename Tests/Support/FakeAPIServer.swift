import Glibc
import Testing

/// A Kubernetes API server to test against: a process of its own with no objects but two namespaces,
/// ended with its last reference. Tests/FakeAPIServer/README.md describes it.
package final class FakeAPIServer: Sendable {
    package enum Mode: String {
        /// https, as `kubeconfig` and `file` tell how to be let in.
        case tls
        /// http, and no credential is needed.
        case plain = "--plain"
    }

    /// `https://127.0.0.1:34567`
    package let url: String
    package let port: UInt16
    package let mode: Mode
    private let adminPort: UInt16
    private let folder: Folder
    private let process: SpawnedProcess

    /// Returns once it listens.
    package init(_ mode: Mode = .tls, host: String = "127.0.0.1") throws {
        self.mode = mode
        let folder = Folder()
        let arguments = ["--with-parent", "--directory", folder.path, "--host", host]
        process = try SpawnedProcess(
            [Self.python, Self.path] + arguments + (mode == .plain ? [mode.rawValue] : []),
            output: .file(folder("out")), errors: folder("err"))
        self.folder = folder
        let said = try Self.firstLine(of: folder)
        url = try #require(said["url"])
        port = try #require(said.number("port"))
        adminPort = try #require(said.number("adminPort"))
    }

    /// Debian's Python itself: what else is on the PATH may be a script that takes long to find one.
    package static let python = unsafe access("/usr/bin/python3", X_OK) == 0 ? "/usr/bin/python3" : "python3"

    /// The server in the checkout.
    package static let path = "\(SourceTree.root)/Tests/FakeAPIServer"

    /// The kubeconfig that leads here, with the contexts `certificate` (current), `named`, `token`, `token-file`,
    /// `basic`, `foreign` and `anonymous`.
    package var kubeconfig: String { folder("kubeconfig") }

    /// Where `ca.crt`, `token` and `namespace` are, as in a pod.
    package var serviceAccount: String { folder.path }

    /// The path of a file beside the kubeconfig: `client.crt`, `foreign-ca.crt`…
    package func file(_ name: String) -> String { folder(name) }

    /// Replaces what the file `token` holds, which pods read theirs from; the server does not look at it.
    package func write(token: String) { folder.write("token", token) }

    /// Puts everything back to how it was at the start, and cuts every connection.
    package func reset() throws { try ask("POST", "reset") }

    /// Asks the admin port; anything but 200 is thrown.
    @discardableResult
    package func ask(_ method: String, _ path: String, _ body: String = "") throws -> FakeReply {
        let connection = try HTTPConnection(to: Loopback.address(port: adminPort))
        let answer = connection.ask(method, "/_fake/\(path)", body: body, last: true)
        guard let answer, answer.status == 200 else {
            let said = answer.map { "\($0.status) \($0.body)" } ?? "no response"
            throw Failure(description: "\(method) \(path): \(said)")
        }
        return FakeReply(text: answer.body)
    }

    /// What the process says of itself when it is ready.
    private static func firstLine(of folder: Folder) throws -> FakeReply {
        let deadline = ContinuousClock.now + .seconds(30)
        while ContinuousClock.now < deadline {
            let text = folder.text(of: "out")
            if text.hasSuffix("\n") { return FakeReply(text: text) }
            usleep(2000)
        }
        throw Failure(description: "no API server: \(folder.text(of: "err"))")
    }

    package struct Failure: Error, CustomStringConvertible {
        package let description: String
    }
}

/// A JSON object that the fake server sent. Fields are found by name wherever they stand.
package struct FakeReply {
    package let text: String

    /// The text of a field without its quotes; nil when there is no such field.
    package subscript(name: String) -> String? {
        guard let found = text.firstRange(of: "\"\(name)\": ") else { return nil }
        let value = text[found.upperBound...]
        guard value.first == "\"" else { return String(value.prefix { !",}]\n".contains($0) }) }
        return String(value.dropFirst().prefix { $0 != "\"" })
    }

    package func number<Number: FixedWidthInteger>(_ name: String) -> Number? {
        self[name].flatMap { Number($0) }
    }
}
