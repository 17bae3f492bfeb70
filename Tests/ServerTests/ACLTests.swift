import DNSWire
import Posix
import TestSupport
import Testing

@Suite("With acl the server", .timeLimit(.minutes(10)))
struct ACLTests {
    /// A block that answers everything with NOERROR and two additional records, but for what `rules` say.
    private func server(_ rules: String) throws -> RunningServer {
        try RunningServer("a.test b.test {\nbind HOST\nprometheus HOST:9153\n\(rules)\nwhoami\n}\n")
    }

    @Test(
        "refuses what it blocks, and says why to whom understands",
        arguments: [Socket.Kind.datagram, .stream])
    func block(kind: Socket.Kind) throws {
        let server = try server("acl {\nblock type TXT MX net 127.0.0.0/8\n}")
        let blocked = try #require(try server.ask("x.a.test", .txt, edns: EDNS(), over: kind))
        #expect(blocked.rcode == .refused)
        #expect(blocked.flags == [.qr, .rd])
        #expect(blocked.authority.isEmpty && blocked.answer.isEmpty)
        #expect(
            blocked.edns?.options == [
                .extendedError(ExtendedError(.blocked, text: "acl blocks this client or type"))
            ])
        #expect(try server.ask("x.b.test", .mx, over: kind)?.rcode == .refused)
        #expect(try server.ask("x.b.test", .mx, over: kind)?.edns == nil)
        #expect(try server.ask("x.a.test", .a, over: kind)?.additional.count == 2)
        let metrics = try #require(server.get("/metrics", port: 9153)).body
        #expect(metrics.contains("plugin=\"acl\",rcode=\"REFUSED\""))
    }

    @Test("has nothing to say to what it filters")
    func filter() throws {
        let server = try server("acl {\nfilter type ANY\n}")
        let filtered = try #require(try server.ask("x.a.test", .any, edns: EDNS()))
        #expect(filtered.rcode == .noerror)
        #expect(filtered.answer.isEmpty && filtered.authority.isEmpty)
        #expect(filtered.additional.count <= 1)
        #expect(
            filtered.edns?.options == [
                .extendedError(ExtendedError(.filtered, text: "acl filters this client or type"))
            ])
        #expect(try server.ask("x.a.test", .a)?.additional.count == 2)
    }

    @Test("has no response to what it drops", arguments: [Socket.Kind.datagram, .stream])
    func drop(kind: Socket.Kind) throws {
        let server = try server("acl a.test {\ndrop type A\n}")
        var client = try TestClient(kind, to: server.address)
        client.send("x.a.test", .a)
        client.send("x.a.test", .txt)
        // The first response is that to the second query, and the last.
        #expect(client.response()?.questions.first?.qtype == .txt)
        #expect(client.ask("x.b.test", .a)?.questions.first?.qname == Name("x.b.test"))
        let metrics = try #require(server.get("/metrics", port: 9153)).body
        #expect(metrics.contains("clustersetdns_dropped_messages_total{reason=\"acl\"} 1\n"))
    }

    @Test(
        "takes the first line that matches, and of stanzas the first one that has such a line",
        arguments: [
            ("acl {\nallow net 127.0.0.1/8\nblock\n}", RCode.noerror),
            ("acl {\nallow net 10.0.0.0/8 fd00::/8\nblock\n}", .refused),
            ("acl {\nallow net 10.0.0.0/8 *\nblock\n}", .noerror),
            ("acl {\nBLOCK TYPE A * NET 0.0.0.0/0\n}", .refused),
            ("acl {\nblock net ::/0\n}", .noerror),
            ("acl {\nblock net ::1 192.0.2.1\n}", .noerror),
            ("acl b.test {\nblock\n}", .noerror),
            ("acl test {\nblock\n}", .refused),
            ("acl {\nallow type A\n}\nacl {\nblock\n}", .noerror),
            ("acl {\nallow type TXT\n}\nacl {\nblock\n}", .refused),
            ("acl b.test {\nallow\n}\nacl a.test {\nblock\n}", .refused),
            ("acl {\n}", .noerror),
        ])
    func order(rules: String, rcode: RCode) throws {
        #expect(try server(rules).ask("x.a.test", .a)?.rcode == rcode)
    }

    @Test("asks it before whoever answers, wherever it stands, and as a reload has it")
    func precedence() throws {
        let server = try RunningServer(
            clusterset("any\nacl {\nblock type ANY A\n}"), manifests: ["web.yaml": web("192.0.2.80")])
        let name = "web.shop.svc.clusterset.local"
        #expect(try server.ask(name, .any)?.rcode == .refused)
        #expect(try server.ask(name, .a)?.rcode == .refused)
        #expect(try server.ask(name, .srv)?.answer.count == 1)
        server.reload(clusterset("acl {\nblock type ANY\n}"))
        server.process.waits(for: "Reloading complete")
        #expect(try server.ask(name, .a)?.answer.count == 1)
    }
}
