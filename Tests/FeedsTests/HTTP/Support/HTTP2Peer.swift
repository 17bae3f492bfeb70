import Feeds
import Glibc
import Posix
import Synchronization
import TestSupport
import Testing

/// A server that speaks HTTP/2, at an address that only one test has.
struct HTTP2Peer {
    static let isInstalled = unsafe access(program, X_OK) == 0

    /// Of Debian's package nghttp2-server.
    private static let program = "/usr/sbin/nghttpd"
    private static let count = Atomic<UInt32>(0)
    private static let port: UInt16 = 10_443

    /// What the server answers.
    let text = String(repeating: "hello, world\n", count: 40_000)
    let request: HTTPRequest
    private let address: SocketAddress
    private let process: PeerProcess
    private let folder = Folder()

    init() throws {
        let number = HTTP2Peer.count.add(1, ordering: .relaxed).newValue
        // All of 127.0.0.0/8 is this machine. The process ID keeps test runs apart.
        let id = UInt32(bitPattern: getpid()) & 0x3FFF
        address = SocketAddress(ipv4: 0x7F40_0000 | id << 8 | number & 0xFF, port: HTTP2Peer.port)
        folder.write("hello", text)
        let peer = try TLSPeer.shared
        let host = "\(address)".split(separator: ":")[0]
        process = try PeerProcess([
            HTTP2Peer.program, "--address=\(host)", "--htdocs=\(folder.path)", "\(HTTP2Peer.port)",
            "\(peer.folder)/address.key", "\(peer.folder)/address.crt",
        ])
        var request = HTTPRequest.to("https://\(address)/hello")
        request.tls = try peer.settings()
        request.tls.serverName = "api.internal"
        self.request = request
        let address = address
        wait(for: "the server") {
            guard let socket = try? Socket(.stream, for: address) else { return false }
            return (try? socket.connect(to: address)) != nil
        }
    }

    func pause() { process.send(SIGSTOP) }

    func resume() { process.send(SIGCONT) }

    /// The addresses of all clients that are connected, as the kernel writes them.
    var clients: Set<Substring> {
        let raw = UInt32(truncatingIfNeeded: address.address).byteSwapped
        let place = String(raw, radix: 16, uppercase: true)
        let remote = String(repeating: "0", count: 8 - place.count) + place + ":28CB"
        guard let octets = try? RegularFile.read("/proc/net/tcp", atMost: 1 << 24) else { return [] }
        let lines = String(decoding: octets, as: UTF8.self).split(separator: "\n").map {
            $0.split(separator: " ")
        }
        return Set(lines.filter { $0.count > 3 && $0[2] == remote && $0[3] == "01" }.map { $0[1] })
    }
}
