import DNSWire
import Testing

@testable import ClusterSet

struct SchemaTests {
    private let schema = Schema(origin: zone("ClusterSet.Local."))

    @Test("Names of the schema are in lower case, whatever the zone is written as")
    func infrastructure() {
        #expect(schema.services?.description == "svc.clusterset.local.")
        #expect(schema.nameServer?.description == "ns.dns.clusterset.local.")
        #expect(schema.version?.description == "dns-version.clusterset.local.")
        #expect(schema.bare.map(\.description) == ["dns.clusterset.local.", "pod.clusterset.local."])
    }

    @Test("A service stands below its namespace")
    func service() {
        let name = schema.service(ObjectName(namespace: "shop", name: "web"))
        #expect(name?.description == "web.shop.svc.clusterset.local.")
    }

    @Test(
        "What is no label makes no name",
        arguments: ["", "a.b", "Web", "_web", "-web", "web-", "we b", String(repeating: "w", count: 64)])
    func noLabel(text: String) {
        #expect(schema.service(ObjectName(namespace: "shop", name: text)) == nil)
        #expect(schema.service(ObjectName(namespace: text, name: "web")) == nil)
    }

    @Test("A cluster id of two labels makes two names, the upper one first")
    func cluster() throws {
        let service = try #require(schema.service(ObjectName(namespace: "shop", name: "db")))
        let names = schema.cluster(try #require(ClusterID("member.location")), of: service)
        #expect(
            names?.map(\.description) == [
                "location.db.shop.svc.clusterset.local.", "member.location.db.shop.svc.clusterset.local.",
            ])
    }

    @Test(
        "An address becomes a label by dashes",
        arguments: [
            ("10.42.42.42", "10-42-42-42"), ("2001:db8:5::", "2001-db8-5--0"),
            ("2001:DB8:0::A", "2001-db8--a"), ("::1", "--1"), ("::", "--0"),
        ])
    func dashed(text: String, label: String) throws {
        #expect(Schema.dashed(try #require(IPAddress(text))) == label)
    }

    @Test(
        "A named port stands at two underscored labels",
        arguments: [
            ("http", TransportProtocol.tcp, "\u{5}_http\u{4}_tcp"), ("DNS", .udp, "\u{4}_dns\u{4}_udp"),
            ("a-1", .sctp, "\u{4}_a-1\u{5}_sctp"),
        ])
    func branch(name: String, transport: TransportProtocol, labels: String) {
        let port = ServicePort(name: name, transport: transport, number: 1)
        #expect(Schema.branch(port) == Array(labels.utf8))
    }

    @Test(
        "A port without a name, or with one that is no label, stands nowhere",
        arguments: ["", "_", "a.b", "a_b", "-a", String(repeating: "p", count: 63)])
    func noBranch(name: String) {
        #expect(Schema.branch(ServicePort(name: name, transport: .tcp, number: 1)) == nil)
    }

    @Test("A zone so long that its names do not fit has fewer of them")
    func longZone() {
        let schema = Schema(
            origin: zone((1...4).map { _ in String(repeating: "z", count: 62) }.joined(separator: ".")))
        #expect(schema.services == nil)
        #expect(schema.nameServer == nil)
        #expect(schema.bare == [])
        #expect(schema.namespace("shop") == nil)
    }
}
