import DNSWire
import Posix
import TestSupport
import Testing

@Suite("The running server writes")
struct LogFileTests {
    private let name = "web.shop.svc.clusterset.local"

    /// What errors are made of: nobody answers what multicluster leaves to others.
    private func falling(_ errors: String) -> String {
        "clusterset.local {\nbind HOST\n\(errors)\nmulticluster {\nmanifests MANIFESTS\nfallthrough\n}\n}"
    }

    private func lines(_ server: RunningServer, with text: String) -> [Substring] {
        server.process.output.split(separator: "\n").filter { $0.contains(text) }
    }

    @Test("a line for each query, in CoreDNS's form, but none for what it refuses")
    func queryLog() throws {
        let server = try RunningServer(clusterset("log"), manifests: ["web.yaml": web("192.0.2.80")])
        #expect(try server.ask("example.com")?.rcode == .refused)
        #expect(try server.ask(name, edns: EDNS()) != nil)
        #expect(try server.ask("None.clusterset.local", .srv, over: .stream) != nil)
        server.process.waits(for: "NXDOMAIN")
        let found = lines(server, with: "clusterset.local. ")
        let address = #/\[INFO\] 127\.[0-9.]+:[0-9]+ - 1/#
        #expect(found.count == 2)
        for line in found { #expect(line.prefixMatch(of: address) != nil, "\(line)") }
        #expect(
            found.first?.contains(
                #/ "A IN web\.shop\.svc\.clusterset\.local\. udp 58 false 1232" NOERROR qr,aa,rd 103 0\.[0-9]{9}s$/#
            )
                == true, "\(found)")
        #expect(
            found.last?.contains(
                #/ "SRV IN none\.clusterset\.local\. tcp 39 false 65535" NXDOMAIN qr,aa,rd [0-9]+ 0\.[0-9]{9}s$/#
            )
                == true, "\(found)")
        #expect(lines(server, with: "example.com") == [])
    }

    @Test("a line for a query that nobody answered, in CoreDNS's form")
    func error() throws {
        let server = try RunningServer(falling("errors"))
        #expect(try server.ask("None.Clusterset.local", .aaaa)?.rcode == .servfail)
        server.process.waits(
            for:
                "[ERROR] plugin/errors: 2 none.clusterset.local. AAAA: plugin/multicluster: no next plugin found\n"
        )
    }

    @Test("one such line a second at most, and how many there were besides")
    func errorFlood() throws {
        let server = try RunningServer(falling("errors"))
        var client = try TestClient(.stream, to: server.address)
        let count = 500
        for _ in 0..<count { #expect(client.ask("none.clusterset.local")?.rcode == .servfail) }
        wait(for: "\(count) errors in all in \(server.process.output)") {
            errorsWritten(server) + errorsCounted(server, "more errors like") == count
        }
        #expect(errorsWritten(server) < count / 2)
    }

    @Test("one line for the errors of a period, where they are to be consolidated")
    func consolidated() throws {
        let server = try RunningServer(
            falling(
                "errors {\nconsolidate 1ns other\nconsolidate 300ms \"no next .* found$\" warning show_first\n}"
            ))
        var client = try TestClient(.stream, to: server.address)
        let count = 200
        for _ in 0..<count { #expect(client.ask("none.clusterset.local")?.rcode == .servfail) }
        wait(for: "\(count) errors in all in \(server.process.output)") {
            errorsCounted(server, "errors like 'no next .* found$' occurred in last 300ms") == count
        }
        let first = lines(
            server, with: "2 none.clusterset.local. A: plugin/multicluster: no next plugin found")
        #expect(!first.isEmpty && first.count < count / 2)
        #expect(first.allSatisfy { $0.hasPrefix("[WARNING] plugin/errors: ") })
        #expect(lines(server, with: "[ERROR]") == [])
    }

    /// How many lines of one error each there are.
    private func errorsWritten(_ server: RunningServer) -> Int {
        lines(server, with: "2 none.clusterset.local. A: ").count
    }

    /// The sum of the lines that count errors.
    private func errorsCounted(_ server: RunningServer, _ text: String) -> Int {
        lines(server, with: text).reduce(0) { sum, line in
            sum + (Int(line.split(separator: " ").dropFirst(2).first ?? "") ?? 0)
        }
    }
}
