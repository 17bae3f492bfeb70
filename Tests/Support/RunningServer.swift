package import DNSWire
import Glibc
package import Posix
import Testing

/// A server of one test: the executable, its Corefile, its manifests, and the address that it has to itself.
package final class RunningServer {
    package let folder = Folder()
    package let manifests = Folder()
    package let address = Loopback.next()
    package let process: ServerProcess

    /// Starts the server with `corefile`, in which HOST stands for its address and MANIFESTS for its directory, and
    /// returns when its output has `line`: by default the last one of its start.
    package init(
        _ corefile: String, manifests files: [String: String] = [:], _ arguments: [String] = [],
        behind prefix: [String] = [], until line: String = "ClusterSetDNS-"
    ) throws {
        for (name, text) in files { manifests.write(name, text) }
        folder.write("Corefile", Self.text(corefile, address, manifests))
        process = try ServerProcess(
            ["-conf", folder("Corefile"), "-dns.port", "\(Loopback.port)"] + arguments,
            in: SourceTree.root, behind: prefix)
        process.waits(for: line)
    }

    /// Starts the server with `corefile`, its output going to `descriptor`.
    package init(_ corefile: String, descriptor: CInt) throws {
        folder.write("Corefile", Self.text(corefile, address, manifests))
        process = try ServerProcess(
            ["-conf", folder("Corefile"), "-dns.port", "\(Loopback.port)"], descriptor: descriptor)
    }

    /// Replaces the Corefile.
    package func write(corefile: String) {
        folder.replace("Corefile", Self.text(corefile, address, manifests))
    }

    /// Replaces the Corefile and has the server read it.
    package func reload(_ corefile: String) {
        write(corefile: corefile)
        process.send(SIGUSR1)
    }

    private static func text(_ corefile: String, _ address: SocketAddress, _ manifests: Folder) -> String {
        corefile.replacing("HOST", with: address.host).replacing("MANIFESTS", with: manifests.path)
    }

    /// The response to a query sent by itself; nil when there is none.
    package func ask(
        _ name: String, _ type: RRType = .a, class: RRClass = .in, edns: EDNS? = nil,
        over kind: Socket.Kind = .datagram
    ) throws -> Message? {
        var client = try TestClient(kind, to: address)
        return client.ask(name, type, class: `class`, edns: edns)
    }

    /// The answer section, a record a line, in the order of the alphabet.
    package func answer(
        _ name: String, _ type: RRType = .a, over kind: Socket.Kind = .datagram
    ) throws -> [String] {
        try ask(name, type, over: kind)?.answer.map(\.description).sorted() ?? ["no response"]
    }

    /// What its HTTP server at `port` answers; nil when there is none.
    package func get(_ path: String, port: UInt16) -> HTTPAnswer? {
        HTTPAnswer(path, at: address.with(port: port))
    }
}
