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

    @Test(
        "every query that a client may send gets its response",
        arguments: [Forwarder.coredns, .corednsTLS, .corednsCache])
    func passing(forwarder: Forwarder) async throws { try await expectsPassing(behind: forwarder) }

    @Test("what is missing is missing for no longer than the server says")
    func denial() async throws { try await expectsShortDenial(behind: .corednsCache) }

    @Test("NSID and extended errors come from the server")
    func passedBack() async throws {
        let forwarded = try await ForwardedServer(.coredns, directive: "nsid me")
        let edns = EDNS(options: [.nsid([])])
        let response = try forwarded.ask("servce1.provider-ns.svc.clusterset.local", edns: edns)
        let error = ExtendedError(
            .other, text: "no ServiceImport servce1 in namespace provider-ns; did you mean service1?")
        #expect(response.edns.map { Set($0.options) } == [.nsid(Array("me".utf8)), .extendedError(error)])
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

    @Test(
        "every query that a client may send gets its response", arguments: [Forwarder.unbound, .unboundTLS])
    func passing(forwarder: Forwarder) async throws { try await expectsPassing(behind: forwarder) }

    @Test("what is missing is missing for no longer than the server says")
    func denial() async throws { try await expectsShortDenial(behind: .unbound) }

    @Test("it asks for what stands above a name first, and finds that it exists")
    func minimisation() async throws {
        let forwarded = try await ForwardedServer(.unbound, directive: "log")
        let name = "_http._tcp.middle.shop.svc.clusterset.local"
        #expect(try forwarded.answer(name, .srv).count == 40)
        for above in ["svc", "shop.svc", "middle.shop.svc"] {
            try wait(for: "\(above) in \(forwarded.server.process.output)") {
                forwarded.server.process.output.firstMatch(
                    of: try Regex("(?i)\"A IN \(above)\\.clusterset\\.local\\. .*NOERROR")) != nil
            }
        }
    }
}

@Suite("Behind dnsmasq", .enabled(if: Forwarder.dnsmasq.program != nil, "there is no dnsmasq"))
struct DnsmasqTests {
    @Test("clients get what the server has")
    func served() async throws { try await expectsService(behind: .dnsmasq) }

    @Test("a reload under load loses no query")
    func reload() async throws { try await expectsNoLoss(behind: .dnsmasq) }

    @Test("a restart under load, the new instance first, loses no query")
    func restart() async throws { try await expectsHandOver(behind: .dnsmasq) }

    @Test("every query that a client may send gets its response")
    func passing() async throws { try await expectsPassing(behind: .dnsmasq) }

    @Test("what is missing is missing for no longer than the server says")
    func denial() async throws { try await expectsShortDenial(behind: .dnsmasq) }
}

@Suite(
    "Behind Knot Resolver", .enabled(if: Forwarder.knotResolver.program != nil, "there is no Knot Resolver"))
struct KnotResolverTests {
    @Test("clients get what the server has", arguments: [Forwarder.knotResolver, .knotResolverTLS])
    func served(forwarder: Forwarder) async throws { try await expectsService(behind: forwarder) }

    @Test(
        "every query that a client may send gets its response",
        arguments: [Forwarder.knotResolver, .knotResolverTLS])
    func passing(forwarder: Forwarder) async throws { try await expectsPassing(behind: forwarder) }

    @Test("what is missing is missing for no longer than the server says")
    func denial() async throws { try await expectsShortDenial(behind: .knotResolver) }

    @Test("a reload under load loses no query", arguments: [Forwarder.knotResolver, .knotResolverTLS])
    func reload(forwarder: Forwarder) async throws { try await expectsNoLoss(behind: forwarder) }

    @Test(
        "a restart under load, the new instance first, loses no query",
        arguments: [Forwarder.knotResolver, .knotResolverTLS])
    func restart(forwarder: Forwarder) async throws { try await expectsHandOver(behind: forwarder) }
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
    // More than passes without EDNS; and a set of others than addresses, of which no part passes.
    #expect(try forwarded.ask("middle.shop.svc.clusterset.local").flags.contains(.tc))
    let whole = try forwarded.ask("middle.shop.svc.clusterset.local", edns: EDNS())
    #expect(!whole.flags.contains(.tc))
    #expect(whole.answer.count == 40)
    #expect(try forwarded.answer("middle.shop.svc.clusterset.local").count == 40)
    #expect(try forwarded.ask("middle.shop.svc.clusterset.local", .srv, edns: EDNS()).flags.contains(.tc))
    #expect(try forwarded.answer("middle.shop.svc.clusterset.local", .srv).count == 40)
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
