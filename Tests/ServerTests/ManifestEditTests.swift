import DNSWire
import TestSupport
import Testing

@Suite("The running server follows its manifests")
struct ManifestEditTests {
    private let name = "web.shop.svc.clusterset.local"

    private func record(_ address: String) -> [String] { ["\(name). 5 IN A \(address)"] }

    @Test("A file that changes while clients ask is answered from at once, and every answer is whole")
    func edited() throws {
        let server = try RunningServer(clusterset(), manifests: ["web.yaml": web("192.0.2.1")])
        for number in 2...5 {
            let before = record("192.0.2.\(number - 1)")
            let after = record("192.0.2.\(number)")
            #expect(try server.answer(name) == before)
            server.manifests.replace("web.yaml", web("192.0.2.\(number)"))
            try wait(for: "\(after)") {
                let answer = try server.answer(name)
                #expect(answer == before || answer == after)
                return answer == after
            }
        }
    }

    @Test("A file that comes adds names, and the serial of the zone goes up")
    func added() throws {
        let server = try RunningServer(clusterset())
        let serial = try server.answer("clusterset.local", .soa)
        #expect(try server.ask(name)?.rcode == .nxdomain)
        server.manifests.replace("web.yaml", web("192.0.2.1"))
        try wait(for: "the new name") { try server.answer(name) == record("192.0.2.1") }
        // The SOA is published behind the records that it counts.
        try wait(for: "the new serial") { try server.answer("clusterset.local", .soa) != serial }
    }

    @Test("A file that is malformed changes nothing, and the log says where it is wrong")
    func malformed() throws {
        let server = try RunningServer(clusterset(), manifests: ["web.yaml": web("192.0.2.1")])
        server.manifests.replace("web.yaml", "kind: ServiceImport\nmetadata: {name: [\n")
        server.process.waits(for: "[ERROR] manifests: \(server.manifests("web.yaml")):")
        let line = server.process.output.split(separator: "\n").first { $0.contains("[ERROR]") } ?? ""
        #expect(line.contains(#/web\.yaml:[0-9]+:[0-9]+: /#))
        #expect(try server.answer(name) == record("192.0.2.1"))
        server.manifests.replace("web.yaml", web("192.0.2.2"))
        try wait(for: "the mended file") { try server.answer(name) == record("192.0.2.2") }
    }
}
