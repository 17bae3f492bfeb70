import DNSWire
import Glibc
import Posix
import Testing

/// A server of one test: the executable, its Corefile, its manifests, and the address that it has to itself.
final class RunningServer {
    let folder = Folder()
    let manifests = Folder()
    let address = Loopback.next()
    let process: ServerProcess

    /// Starts the server with `corefile`, in which HOST stands for its address and MANIFESTS for its directory, and
    /// returns when it is ready.
    init(
        _ corefile: String, manifests files: [String: String] = [:], _ arguments: [String] = [],
        output: ServerProcess.Output = .file
    ) throws {
        for (name, text) in files { manifests.write(name, text) }
        folder.write("Corefile", Self.text(corefile, address, manifests))
        process = try ServerProcess(
            ["-conf", folder("Corefile"), "-dns.port", "\(Loopback.port)"] + arguments,
            in: SourceTree.root, output: output)
        if case .file = output { process.waits(for: "ClusterSetDNS-") }
    }

    /// Replaces the Corefile.
    func write(corefile: String) { folder.write("Corefile", Self.text(corefile, address, manifests)) }

    /// Replaces the Corefile and has the server read it.
    func reload(_ corefile: String) {
        write(corefile: corefile)
        process.send(SIGUSR1)
    }

    private static func text(_ corefile: String, _ address: SocketAddress, _ manifests: Folder) -> String {
        corefile.replacing("HOST", with: address.host).replacing("MANIFESTS", with: manifests.path)
    }

    /// The response to a query sent by itself; nil when there is none.
    func ask(
        _ name: String, _ type: RRType = .a, class: RRClass = .in, edns: EDNS? = nil,
        over kind: Socket.Kind = .datagram
    ) throws -> Message? {
        var client = try TestClient(kind, to: address)
        return client.ask(name, type, class: `class`, edns: edns)
    }

    /// The answer section, a record a line, in the order of the alphabet.
    func answer(_ name: String, _ type: RRType = .a, over kind: Socket.Kind = .datagram) throws -> [String] {
        try ask(name, type, over: kind)?.answer.map(\.description).sorted() ?? ["no response"]
    }
}
