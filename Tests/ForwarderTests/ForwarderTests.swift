import DNSWire
import Glibc
import TestSupport
import Testing

@Suite("Behind CoreDNS", .enabled(if: Forwarder.coredns.program != nil, "COREDNS names no CoreDNS"))
struct CoreDNSTests {
    @Test(
        "clients get what the server has",
        arguments: [Forwarder.coredns, .corednsForceTCP, .corednsPreferUDP, .corednsTLS])
    func served(forwarder: Forwarder) async throws { try await expectsService(behind: forwarder) }

    @Test(
        "a reload under load loses no query",
        arguments: [Forwarder.coredns, .corednsForceTCP, .corednsTLS])
    func reload(forwarder: Forwarder) async throws { try await expectsNoLoss(behind: forwarder) }

    @Test(
        "a restart under load, the new instance first, loses no query",
        arguments: [Forwarder.coredns, .corednsForceTCP, .corednsTLS])
    func restart(forwarder: Forwarder) async throws { try await expectsHandOver(behind: forwarder) }

    @Test("queries and responses pass with their options and flags")
    func passing() async throws {
        let forwarded = try await ForwardedServer(.coredns)
        let options: [EDNSOption] = [
            .unknown(code: EDNSOptionCode(rawValue: 10), octets: [1, 2, 3, 4, 5, 6, 7, 8]),
            .unknown(code: EDNSOptionCode(rawValue: 65_001), octets: [1, 2, 3]),
        ]
        let response = try forwarded.ask(
            "SERVICE1.Provider-NS.svc.ClusterSet.local", edns: EDNS(dnssecOK: true, options: options))
        #expect(response.rcode == .noerror)
        #expect(response.edns?.dnssecOK == true)
        #expect(response.questions.first?.qname.description == "SERVICE1.Provider-NS.svc.ClusterSet.local.")
    }
}

@Suite("Behind unbound", .enabled(if: Forwarder.unbound.program != nil, "there is no unbound"))
struct UnboundTests {
    @Test("clients get what the server has", arguments: [Forwarder.unbound, .unboundTLS])
    func served(forwarder: Forwarder) async throws { try await expectsService(behind: forwarder) }

    @Test("a reload under load loses no query", arguments: [Forwarder.unbound, .unboundTLS])
    func reload(forwarder: Forwarder) async throws { try await expectsNoLoss(behind: forwarder) }

    @Test(
        "a restart under load, the new instance first, loses no query",
        arguments: [Forwarder.unbound, .unboundTLS])
    func restart(forwarder: Forwarder) async throws { try await expectsHandOver(behind: forwarder) }
}

@Suite("Behind dnsmasq", .enabled(if: Forwarder.dnsmasq.program != nil, "there is no dnsmasq"))
struct DnsmasqTests {
    @Test("clients get what the server has")
    func served() async throws { try await expectsService(behind: .dnsmasq) }

    @Test("a reload under load loses no query")
    func reload() async throws { try await expectsNoLoss(behind: .dnsmasq) }

    @Test("a restart under load, the new instance first, loses no query")
    func restart() async throws { try await expectsHandOver(behind: .dnsmasq) }
}

/// Asks through `forwarder` for everything that there is to be had.
private func expectsService(behind forwarder: Forwarder) async throws {
    let forwarded = try await ForwardedServer(forwarder)
    #expect(try forwarded.answer("service1.provider-ns.svc.clusterset.local") == ["172.21.5.10"])
    #expect(
        try forwarded.answer("_http._tcp.service1.provider-ns.svc.clusterset.local", .srv)
            == ["0 100 80 service1.provider-ns.svc.clusterset.local."])
    #expect(
        try forwarded.answer("db.shop.svc.clusterset.local") == ["10.1.0.10", "10.1.0.11", "10.2.0.10"])
    #expect(try forwarded.answer("db-0.prod-1.europe-west4.db.shop.svc.clusterset.local") == ["10.1.0.10"])
    // More than passes by UDP, with and without EDNS: the retry over TCP has it all.
    #expect(try forwarded.ask("big.shop.svc.clusterset.local").flags.contains(.tc))
    #expect(try forwarded.ask("big.shop.svc.clusterset.local", edns: EDNS()).flags.contains(.tc))
    #expect(try forwarded.answer("big.shop.svc.clusterset.local").count == 200)
    // Negative responses may be kept for five seconds, no longer.
    for (name, rcode) in [("missing.shop", RCode.nxdomain), ("service1.provider-ns", .noerror)] {
        let response = try forwarded.ask("\(name).svc.clusterset.local", .aaaa)
        #expect(response.rcode == rcode)
        #expect(response.answer.isEmpty)
        let soa = try #require(response.authority.first)
        #expect(soa.type == .soa)
        #expect(soa.ttl.rawValue <= 5)
    }
}

/// Asks through `forwarder` for one new name after the other while the server's configuration changes.
private func expectsNoLoss(behind forwarder: Forwarder) async throws {
    let forwarded = try await ForwardedServer(forwarder, ttl: 0)
    for number in 0..<20 {
        forwarded.reload(number)
        for query in 0..<10 {
            let response = try forwarded.ask("q\(number)-\(query).shop.svc.clusterset.local")
            #expect(response.rcode == .nxdomain, "\(number).\(query)")
        }
    }
    forwarded.server.process.waits(for: "Reloading complete")
}

/// Asks through `forwarder` for one new name after the other while a second instance takes over from the first.
private func expectsHandOver(behind forwarder: Forwarder) async throws {
    let forwarded = try await ForwardedServer(forwarder, ttl: 0)
    var number = 0
    func ask() throws {
        number += 1
        let response = try forwarded.ask("q\(number).shop.svc.clusterset.local")
        #expect(response.rcode == .nxdomain, "query \(number)")
    }
    for _ in 0..<20 { try ask() }
    let successor = try forwarded.startSuccessor()
    for _ in 0..<20 { try ask() }
    forwarded.server.process.send(SIGTERM)
    while !forwarded.server.process.hasEnded { try ask() }
    for _ in 0..<20 { try ask() }
    #expect(!successor.hasEnded)
}
