import DNSWire
import Posix
import TestSupport
import Testing

@Suite("clustersetdns dump")
struct DumpTests {
    private static let manifests = """
        apiVersion: multicluster.x-k8s.io/v1beta1
        kind: ServiceImport
        metadata: {name: web, namespace: shop}
        spec: {type: ClusterSetIP, ips: [10.0.0.10, 10.0.0.9], ports: [{name: http, port: 80}]}
        ---
        apiVersion: multicluster.x-k8s.io/v1beta1
        kind: ServiceImport
        metadata: {name: db, namespace: data}
        spec: {type: Headless, ports: [{name: sql, port: 5432}]}
        ---
        apiVersion: discovery.k8s.io/v1
        kind: EndpointSlice
        metadata:
          name: db-a
          namespace: data
          labels: {multicluster.kubernetes.io/service-name: db, multicluster.kubernetes.io/source-cluster: west}
        addressType: IPv4
        ports: [{name: sql, port: 5432}]
        endpoints:
        - {addresses: [10.1.0.1], hostname: db-0}

        """

    /// What `dump` writes about the manifests, and how it ends.
    private func dump(
        _ arguments: [String], corefile: String = ""
    ) throws -> (lines: [String], errors: String, end: SpawnedProcess.End?) {
        let folder = Folder()
        folder.makeDirectory("objects")
        folder.write("objects/objects.yaml", Self.manifests)
        folder.write("Corefile", corefile.replacing("MANIFESTS", with: folder("objects")))
        let process = try ServerProcess(
            ["dump"]
                + arguments.map {
                    $0.replacing("MANIFESTS", with: folder("objects")).replacing(
                        "COREFILE", with: folder("Corefile"))
                })
        let end = process.waitsForEnd()
        return (process.output.split(separator: "\n").map(String.init), process.errors, end)
    }

    @Test("prints the apex, and then what belongs together, of manifests")
    func manifests() throws {
        let (lines, errors, end) = try dump(["--manifests", "MANIFESTS", "--zone", "example.org"])
        #expect(errors == "" && end == .exited(0))
        #expect(lines.first == "; zone example.org., 11 records")
        #expect(
            lines.dropFirst().first?.hasPrefix(
                "example.org. 5 IN SOA ns.dns.example.org. hostmaster.example.org. ") == true)
        #expect(
            lines.dropFirst(2) == [
                "example.org. 5 IN NS ns.dns.example.org.",
                "dns-version.example.org. 28800 IN TXT \"1.0.0\"",
                "db.data.svc.example.org. 5 IN A 10.1.0.1",
                "db.data.svc.example.org. 5 IN SRV 0 100 5432 db-0.west.db.data.svc.example.org.",
                "_sql._tcp.db.data.svc.example.org. 5 IN SRV 0 100 5432 db-0.west.db.data.svc.example.org.",
                "db-0.west.db.data.svc.example.org. 5 IN A 10.1.0.1",
                "web.shop.svc.example.org. 5 IN A 10.0.0.9",
                "web.shop.svc.example.org. 5 IN A 10.0.0.10",
                "web.shop.svc.example.org. 5 IN SRV 0 50 80 web.shop.svc.example.org.",
                "_http._tcp.web.shop.svc.example.org. 5 IN SRV 0 50 80 web.shop.svc.example.org.",
            ])
    }

    @Test("prints of a Corefile every zone once, exactly as it is transferred")
    func corefile() throws {
        let address = Loopback.next()
        let stanza = "multicluster clusterset.local example.org {\n manifests MANIFESTS\n}"
        let corefile = """
            clusterset.local example.org {
             bind \(address.host)
             transfer {
              to *
             }
             \(stanza)
            }
            clusterset.local:5300 example.org:5300 {
             bind \(address.host)
             \(stanza)
            }
            """
        let (lines, _, end) = try dump(["-conf", "COREFILE"], corefile: corefile)
        #expect(end == .exited(0))
        #expect(lines.filter { $0.hasPrefix(";") }.count == 2)

        let server = try RunningServer(
            clusterset("transfer {\nto *\n}"), manifests: ["objects.yaml": Self.manifests])
        let transferred = try server.transfer().flatMap(\.answer).dropLast()
            .map { $0.description.replacing(server.address.host, with: address.host) }
        let printed = lines.filter {
            !$0.hasPrefix(";") && $0.contains("clusterset.local. ") && !$0.contains("example.org")
        }
        // The serials are the times at which each of them was started.
        #expect(
            Set(printed.filter { !$0.contains(" SOA ") }) == Set(transferred.filter { !$0.contains(" SOA ") })
        )
        #expect(printed.count == transferred.count)
    }

    @Test("says what is missing, and ends with 1, when a cluster does not tell all in time")
    func unsynced() throws {
        let corefile = "clusterset.local {\n multicluster {\n  endpoint http://127.0.0.1:9\n }\n}"
        let (lines, errors, end) = try dump(["-conf", "COREFILE", "--timeout", "0"], corefile: corefile)
        #expect(lines == [] && end == .exited(1))
        #expect(errors.contains("/Corefile: not synchronised after 0.0 seconds: "))
    }

    @Test("ends with 1 where there is no zone of a cluster set")
    func zoneless() throws {
        let (lines, errors, end) = try dump(["-conf", "COREFILE"], corefile: ". {\n whoami\n}")
        #expect(lines == [] && end == .exited(1))
        #expect(errors.hasSuffix("/Corefile: no zone of a cluster set in it\n"))
    }
}
