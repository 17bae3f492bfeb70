import DNSWire
import Glibc
import Posix
import TestSupport
import Testing

/// A server with a forwarder in front of it, which is a program of another make.
final class ForwardedServer {
    let server: RunningServer
    /// Where clients ask the forwarder.
    let address = Loopback.next()
    private let folder = Folder()
    private let process: SpawnedProcess
    private let corefile: String

    /// Starts both, and returns when the forwarder has an answer of the server's. A `stanza` is that of a CoreDNS, in place
    /// of the forwarder's own; `directive` is one more of the server's.
    init(
        _ forwarder: Forwarder, ttl: Int = 5, stanza: String? = nil, directive: String = ""
    ) async throws {
        let program = try #require(forwarder.program)
        let zone = forwarder.isSecured ? "tls://clusterset.local:\(Loopback.port)" : "clusterset.local"
        corefile = """
            \(zone) {
             bind HOST
             \(directive)
             \(forwarder.isSecured ? "tls MANIFESTS/tls.crt MANIFESTS/tls.key" : "")
             multicluster {
              manifests MANIFESTS
              ttl \(ttl)
             }
            }

            """
        server = try RunningServer(
            corefile, manifests: try await Certificates.files().merging(Self.manifests) { $1 })
        let authority = try await Certificates.folder + "/ca.crt"
        let arguments = forwarder.configure(
            folder, listening: address, asking: server.address, trusting: authority)
        if let stanza {
            folder.write(
                "Corefile",
                stanza.replacing(/\n *bind [^\n]*/, with: "")
                    .replacing(
                        "clusterset.local:53 {",
                        with: "clusterset.local:\(address.port) {\nbind \(address.host)"
                    )
                    .replacing("ADDRESS", with: "\(server.address)")
                    .replacing(/\/[^ ]*\/ca\.crt/, with: authority) + "\n")
        }
        process = try SpawnedProcess(
            [program] + arguments, output: .file(folder("out")), errors: folder("out"))
        wait(for: "an answer through \(forwarder.rawValue): \(folder.text(of: "out"))") {
            guard process.end == nil, var client = try? TestClient(.stream, to: address) else { return false }
            return client.ask("clusterset.local", .soa)?.answer.count == 1
        }
    }

    /// Has the server read a Corefile that says something else each time.
    func reload(_ number: Int) {
        server.reload(corefile.replacing("bind HOST", with: "bind HOST\n nsid \(number)"))
    }

    /// A second instance at the same address, which serves the same; returned once it does.
    func startSuccessor() throws -> ServerProcess {
        let successor = try ServerProcess(
            ["-conf", server.folder("Corefile"), "-dns.port", "\(Loopback.port)"], in: SourceTree.root)
        successor.waits(for: "ClusterSetDNS-")
        return successor
    }

    /// What a client of the forwarder gets.
    func ask(
        _ name: String, _ type: RRType = .a, edns: EDNS? = nil, over kind: Socket.Kind = .datagram
    ) throws -> Message {
        var client = try TestClient(kind, to: address)
        let response = client.ask(name, type, edns: edns)
        return try #require(response, "no response for \(name)")
    }

    /// The addresses, ports and targets of the answer section, in the order of the alphabet; over TCP once it is
    /// truncated, as clients do it.
    func answer(_ name: String, _ type: RRType = .a) throws -> [String] {
        var response = try ask(name, type)
        if response.flags.contains(.tc) { response = try ask(name, type, over: .stream) }
        return response.answer.map { "\($0.rdata)" }.sorted()
    }

    /// The examples; `big.shop`, with so many endpoints that its addresses pass no UDP, and `middle.shop`, whose addresses
    /// pass it with EDNS only, and whose ports do not.
    static let manifests: [String: String] = {
        var files: [String: String] = [:]
        for name in ["db", "service1", "syslog"] {
            files["\(name).yaml"] = SourceTree.text(of: "Examples/\(name).yaml")
        }
        files["big.yaml"] = headless("big", endpoints: 200)
        files["middle.yaml"] = headless("middle", endpoints: 40)
        return files
    }()

    private static func headless(_ name: String, endpoints count: Int) -> String {
        let endpoints = (1...count).map { "- {addresses: [10.9.0.\($0)], conditions: {ready: true}}\n" }
        return """
            apiVersion: multicluster.x-k8s.io/v1beta1
            kind: ServiceImport
            metadata: {name: \(name), namespace: shop}
            spec: {type: Headless, ports: [{name: http, port: 80}]}
            ---
            apiVersion: discovery.k8s.io/v1
            kind: EndpointSlice
            metadata:
              name: \(name)-1
              namespace: shop
              labels: {multicluster.kubernetes.io/service-name: \(name), multicluster.kubernetes.io/source-cluster: one}
            addressType: IPv4
            ports: [{name: http, port: 80}]
            endpoints:
            \(endpoints.joined())
            """
    }
}
