import DNSWire
import Posix
import TestSupport
import Testing

@testable import ClusterSetDNS

@Suite("A zone that may be transferred", .timeLimit(.minutes(10)))
struct TransferTests {
    /// A service of every kind: with ports that have names and some that have none, both families, clusters of one label and two.
    private static let manifests = """
        apiVersion: multicluster.x-k8s.io/v1beta1
        kind: ServiceImport
        metadata: {name: web, namespace: shop}
        spec:
          type: ClusterSetIP
          ips: [10.0.0.1, "fd00::1"]
          ports: [{name: http, port: 80, protocol: TCP}, {port: 81}, {name: dns, port: 53, protocol: UDP}]
        ---
        apiVersion: multicluster.x-k8s.io/v1beta1
        kind: ServiceImport
        metadata: {name: pending, namespace: shop}
        spec: {type: ClusterSetIP, ips: [], ports: [{name: http, port: 80}]}
        ---
        apiVersion: multicluster.x-k8s.io/v1beta1
        kind: ServiceImport
        metadata: {name: db, namespace: data}
        spec: {type: Headless, ports: [{name: sql, port: 5432}]}
        ---
        apiVersion: multicluster.x-k8s.io/v1beta1
        kind: ServiceImport
        metadata: {name: gone, namespace: data}
        spec: {type: Headless, ports: [{name: sql, port: 5432}]}
        ---
        apiVersion: discovery.k8s.io/v1
        kind: EndpointSlice
        metadata:
          name: db-1
          namespace: data
          labels: {multicluster.kubernetes.io/service-name: db, multicluster.kubernetes.io/source-cluster: one}
        addressType: IPv4
        ports: [{name: sql, port: 5432}, {port: 9000}]
        endpoints:
        - {addresses: [10.1.0.1], hostname: db-0}
        - {addresses: [10.1.0.2]}
        - {addresses: [10.1.0.3], conditions: {ready: false}}
        ---
        apiVersion: discovery.k8s.io/v1
        kind: EndpointSlice
        metadata:
          name: db-2
          namespace: data
          labels: {multicluster.kubernetes.io/service-name: db, multicluster.kubernetes.io/source-cluster: two.eu}
        addressType: IPv6
        ports: [{name: sql, port: 5432}]
        endpoints:
        - {addresses: ["fd00:1::1"], hostname: db-0}

        """

    /// The names in it that have records, which stand in the transfer, and some that have none.
    private static let owners = [
        "clusterset.local.", "ns.dns.clusterset.local.", "dns-version.clusterset.local.",
        "web.shop.svc.clusterset.local.", "_http._tcp.web.shop.svc.clusterset.local.",
        "_dns._udp.web.shop.svc.clusterset.local.", "db.data.svc.clusterset.local.",
        "_sql._tcp.db.data.svc.clusterset.local.", "db-0.one.db.data.svc.clusterset.local.",
        "10-1-0-2.one.db.data.svc.clusterset.local.", "db-0.two.eu.db.data.svc.clusterset.local.",
    ]
    private static let others = [
        "svc.clusterset.local.", "shop.svc.clusterset.local.", "_tcp.web.shop.svc.clusterset.local.",
        "pending.shop.svc.clusterset.local.", "_http._tcp.pending.shop.svc.clusterset.local.",
        "gone.data.svc.clusterset.local.", "one.db.data.svc.clusterset.local.",
        "10-1-0-3.one.db.data.svc.clusterset.local.",
    ]

    private func server(
        _ stanza: String = "transfer {\nto *\n}", _ more: String = ""
    ) throws -> RunningServer {
        try RunningServer(
            clusterset(stanza + "\n" + more), manifests: ["objects.yaml": Self.manifests])
    }

    @Test("is what queries are answered with, no more and no less, between two SOA records")
    func same() throws {
        let server = try server()
        let messages = try server.transfer()
        let records = messages.flatMap(\.answer)
        #expect(messages.allSatisfy { $0.id == 1 && $0.flags == [.qr, .aa, .rd] && $0.rcode == .noerror })
        #expect(messages.first?.questions == [Question(Name("clusterset.local.") ?? .root, .axfr)])
        #expect(records.first?.type == .soa && records.first == records.last && records.count > 2)
        let transferred = records.dropLast().map(\.description).sorted()
        #expect(Set(transferred).count == transferred.count)

        var answered: [String] = []
        for name in Self.owners + Self.others {
            for type in [RRType.a, .aaaa, .srv, .txt, .ns, .soa, .cname, .ptr, .mx] {
                answered += try server.answer(name, type, over: .stream)
            }
        }
        #expect(transferred == answered.sorted())
        #expect(Set(records.map { $0.owner.description }) == Set(Self.owners))
    }

    @Test("goes to dig", .enabled(if: isInstalled("dig"), "there is no dig"))
    func dig() async throws {
        let server = try server()
        let words = ["@\(server.address.host)", "-p", "\(server.address.port)", "+noall", "+answer"]
        let output = try await run("dig", words + ["clusterset.local", "AXFR"])
        let lines = output.split(separator: "\n").map {
            $0.split { $0 == "\t" || $0 == " " }.joined(separator: " ")
        }
        let records = try server.transfer().flatMap(\.answer).map(\.description)
        #expect(
            lines.sorted() == records.sorted() && lines.first == records.first && lines.last == records.last)
        server.process.waits(
            for:
                "[INFO] plugin/transfer: Outgoing transfer of \(records.count) records of zone \"clusterset.local.\" to "
        )
    }

    @Test("goes over TLS too", .enabled(if: isInstalled("dig"), "there is no dig"))
    func tls() async throws {
        let corefile = """
            tls://clusterset.local:\(Loopback.port) {
             bind HOST
             tls MANIFESTS/tls.crt MANIFESTS/tls.key
             transfer {
              to *
             }
             multicluster {
              manifests MANIFESTS
             }
            }

            """
        let files = try await Certificates.files().merging(["objects.yaml": Self.manifests]) { $1 }
        let server = try RunningServer(corefile, manifests: files)
        let output = try await run(
            "dig",
            ["+tls", "@\(server.address.host)", "-p", "\(server.address.port)", "clusterset.local", "AXFR"])
        #expect(output.contains("_sql._tcp.db.data.svc.clusterset.local."))
        #expect(output.contains("(messages 1,"))
    }

    @Test("is refused over UDP, and to clients that are not named, with the reason")
    func refused() throws {
        let named = try server("transfer {\nto 192.0.2.1\n}")
        let own = try server("transfer {\nto * 192.0.2.1\n}")
        for (server, kind, reason) in [
            (named, .datagram, "zones are transferred over TCP and TLS only"),
            (own, .datagram, "zones are transferred over TCP and TLS only"),
            (named, .stream, "transfer is not for this client"),
        ] as [(RunningServer, Socket.Kind, String)] {
            for type in [RRType.axfr, .ixfr] {
                let response = try server.ask("clusterset.local.", type, edns: EDNS(), over: kind)
                #expect(response?.rcode == .refused && response?.answer == [])
                #expect(response?.edns?.options.first?.description.contains(reason) == true)
                let plain = try server.ask("clusterset.local.", type, over: kind)
                #expect(plain?.rcode == .refused && plain?.additional == [])
            }
        }
        // Others are answered all the same.
        #expect(
            try named.answer("web.shop.svc.clusterset.local.") == [
                "web.shop.svc.clusterset.local. 5 IN A 10.0.0.1"
            ])
    }

    @Test("goes to a client that is named, by its address alone")
    func named() throws {
        // Clients of the loopback interface have the address that they ask.
        let address = Loopback.next()
        let folder = Folder()
        folder.write("objects.yaml", Self.manifests)
        let corefile = """
            clusterset.local {
             bind \(address.host)
             transfer {
              to 192.0.2.1:5300 \(address.host):9
             }
             multicluster {
              manifests \(folder.path)
             }
            }
            """
        folder.write("Corefile", corefile)
        let process = try ServerProcess(["-conf", folder("Corefile"), "-dns.port", "\(address.port)"])
        process.waits(for: "ClusterSetDNS-")
        let socket = try Socket(.stream, for: address)
        try socket.setReceiveTimeout(milliseconds: 10_000)
        try socket.bind(to: address.with(port: 0))
        try socket.connect(to: address)
        let query = Message(id: 1, questions: [Question(Name("clusterset.local.") ?? .root, .axfr)]).encoded()
        #expect(socket.write(([0, UInt8(query.count)] + query).span) == .octets(query.count + 2))
        var octets = [UInt8](repeating: 0, count: 65_536)
        var room = octets.mutableSpan
        guard case .octets(let count) = socket.read(into: &room) else {
            Issue.record("no response")
            return
        }
        #expect(try Message(reading: Array(octets[2..<count])).answer.count > 2)
    }

    @Test(
        "is one SOA record in an incremental transfer to who has it or a newer one, and all of it to others")
    func incremental() throws {
        let server = try server()
        let serial = try #require(try server.serial())
        for known in [serial, serial &+ 1] {
            let messages = try server.transfer(serial: known)
            #expect(messages.count == 1 && messages.first?.answer.map(\.type) == [.soa])
            #expect(messages.first?.questions.first?.qtype == .ixfr)
        }
        server.process.waits(
            for: "Outgoing noop, incremental transfer for up to date zone \"clusterset.local.\" to ")
        let whole = try server.transfer().flatMap(\.answer)
        #expect(try server.transfer(serial: serial &- 1).flatMap(\.answer).count == whole.count)
        #expect(try server.transfer(serial: serial &- 1).first?.questions.first?.qtype == .ixfr)
        #expect(try server.ask("clusterset.local.", .ixfr, over: .stream)?.rcode == .formerr)
    }

    @Test("has an OPT record in its first message if the query has one")
    func edns() throws {
        let server = try server()
        let messages = try server.transfer(edns: EDNS(dnssecOK: true))
        #expect(messages.first?.edns?.dnssecOK == true)
        #expect(try server.transfer().first?.additional == [])
    }

    @Test("is only a zone: other names have none")
    func apex() throws {
        let server = try server("transfer clusterset.local {\nto *\n}")
        #expect(try server.transfer("svc.clusterset.local.").first?.rcode == .notauth)
        #expect(try server.transfer("example.").first?.rcode == .refused)
        #expect(
            try server.transfer("CLUSTERSET.local.").first?.questions.first?.qname.description
                == "CLUSTERSET.local.")
    }

    @Test("is as `acl` lets it go")
    func acl() throws {
        let server = try server("transfer {\nto *\n}", "acl {\nblock type AXFR\n}")
        #expect(try server.transfer().first?.rcode == .refused)
        let serial = try #require(try server.serial())
        #expect(try server.transfer(serial: serial).first?.rcode == .noerror)
    }

    @Test("is refused where another zone is, or none")
    func zones() throws {
        let other = try server("transfer example.org {\nto *\n}")
        #expect(try other.transfer().first?.rcode == .refused)
        let none = try server("")
        #expect(try none.transfer().first?.rcode == .refused)
    }

    @Test("may be transferred after a reload that says so, and no more after one that does not")
    func reload() throws {
        let server = try server("")
        #expect(try server.transfer().first?.rcode == .refused)
        server.reload(clusterset("transfer {\nto *\n}"))
        try wait(for: "a transfer") { try server.transfer().first?.rcode == .noerror }
        server.manifests.write("more.yaml", web("10.0.0.9").replacing("name: web", with: "name: late"))
        try wait(for: "the change") {
            try server.transfer().flatMap(\.answer).contains {
                $0.owner == Name("late.shop.svc.clusterset.local.")
            }
        }
        server.reload(clusterset())
        try wait(for: "a refusal") { try server.transfer().first?.rcode == .refused }
    }

    @Test("is not given away before its feed has said what there is")
    func unsynced() throws {
        let server = try RunningServer(
            """
            clusterset.local {
             bind HOST
             transfer {
              to *
             }
             multicluster {
              kubernetes_unused
             }
            }
            """.replacing(
                "kubernetes_unused", with: "endpoint http://127.0.0.1:9\n  startup_timeout 0s"))
        let response = try server.transfer(edns: EDNS()).first
        #expect(response?.rcode == .servfail && response?.answer == [])
        #expect(response?.edns?.options.first?.description.contains("not synchronised") == true)
    }
}
