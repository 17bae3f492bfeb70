import DNSWire
import Posix
import TestSupport
import Testing

/// Sends every query of `ClientQuery` through `forwarder`, and expects what is right to come back.
func expectsPassing(behind forwarder: Forwarder) async throws {
    let forwarded = try await ForwardedServer(forwarder)
    // What there is and what there is not, in letters of mixed case (0x20).
    let cases: [(name: String, type: RRType, rcode: RCode, answer: [String])] = [
        ("SeRvIcE1.PROVIDER-ns.sVc.ClUsTeRsEt.LoCaL.", .a, .noerror, ["172.21.5.10"]),
        ("sErViCe1.Provider-NS.SvC.cLuStErSeT.lOcAl.", .aaaa, .noerror, []),
        ("MiSsInG.sHoP.svc.ClusterSet.local.", .a, .nxdomain, []),
    ]
    for query in ClientQuery.all {
        for kind in [Socket.Kind.datagram, .stream] {
            var client = try TestClient(kind, to: forwarded.address)
            for item in cases {
                let received = client.ask(query.message(item.name, item.type))
                let place = Comment(rawValue: "\(query.testDescription), \(item.name) \(item.type), \(kind)")
                let response = try #require(received, place)
                #expect(response.rcode == item.rcode, place)
                #expect(response.answer.map { "\($0.rdata)" } == item.answer, place)
                #expect(response.questions.map(\.qname.description) == [item.name], place)
                // Nothing here is long, or signed.
                #expect(response.flags.isDisjoint(with: [.tc, .ad]), place)
                #expect((response.edns == nil) == (query.edns == nil), place)
                #expect((response.edns?.dnssecOK ?? false) == (query.edns?.dnssecOK ?? false), place)
            }
        }
    }
    // Whatever a forwarder makes of what nobody should send: there is a response, and nobody else suffers for it.
    // (CoreDNS's cache sends a malformed cookie back, with which the test's client reads no response.)
    for query in forwarder == .corednsCache ? ClientQuery.versions : ClientQuery.odd {
        let place = Comment(rawValue: query.testDescription)
        var client = try TestClient(.datagram, to: forwarded.address)
        let received = client.ask(query.message("db.shop.svc.clusterset.local"))
        let response = try #require(received, place)
        #expect(query.rcodes.contains(response.rcode), place)
        #expect(response.answer.count == (response.rcode == .noerror ? 3 : 0), place)
        #expect(try forwarded.answer("syslog.logging.svc.clusterset.local").count == 1, place)
    }
}

/// Asks through `forwarder` for a service before there is one: it is to be seen soon after, and missed soon after it goes.
func expectsShortDenial(behind forwarder: Forwarder) async throws {
    let forwarded = try await ForwardedServer(forwarder, ttl: 1)
    let name = "late.shop.svc.clusterset.local"
    func isDenied(_ type: RRType) throws -> Bool {
        let response = try forwarded.ask(name, type)
        #expect(response.authority.count == (response.answer.isEmpty ? 1 : 0))
        // What a forwarder's own clients may keep is no longer either.
        #expect(response.authority.allSatisfy { $0.type == .soa && $0.ttl.rawValue <= 1 })
        return response.rcode == .nxdomain
    }
    // By the second time, it is kept.
    for type in [RRType.a, .aaaa, .a, .aaaa] { #expect(try isDenied(type)) }
    forwarded.server.manifests.write(
        "late.yaml",
        """
        apiVersion: multicluster.x-k8s.io/v1beta1
        kind: ServiceImport
        metadata: {name: late, namespace: shop}
        spec: {type: ClusterSetIP, ips: [10.7.0.1], ports: [{port: 80}]}
        """)
    try wait(for: "the service") { try forwarded.server.ask(name)?.rcode == .noerror }
    try wait(for: "the service through \(forwarder.rawValue)") { try forwarded.answer(name) == ["10.7.0.1"] }
    try wait(for: "NODATA through \(forwarder.rawValue)") { try !isDenied(.aaaa) }
    forwarded.server.manifests.remove("late.yaml")
    try wait(for: "the end of the service") { try forwarded.server.ask(name)?.rcode == .nxdomain }
    try wait(for: "the end of the service through \(forwarder.rawValue)") { try isDenied(.a) }
}
