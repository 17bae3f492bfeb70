import Answering
import DNSWire
import RecordStore
import TestSupport
import Testing

/// Octets that nobody meant: the engine survives them, and what it says is well formed.
@Suite struct HostileOctetsTests {
    @Test(
        "Any change of a query's octets gets a well-formed response of its ID, or none",
        arguments: 0..<8 as Range<UInt64>)
    func mutations(seed: UInt64) throws {
        let server = Exchange(zone: "clusterset.local.", [FixedResponder(addresses: 40)]) {
            $0.nsid = [1, 2, 3]
        }
        var random = SplitMix(state: seed)
        let seeds = [
            Exchange.query("a.clusterset.local."),
            Exchange.query("_http._tcp.a.clusterset.local.", .srv, edns: EDNS()),
            Exchange.query("a.clusterset.local.", edns: EDNS(options: [.nsid([])])),
        ]
        for round in 0..<4000 {
            var query = seeds[round % seeds.count]
            for _ in 0..<Int.random(in: 1...6, using: &random) {
                let index = Int.random(in: 0..<query.count, using: &random)
                switch Int.random(in: 0..<4, using: &random) {
                case 0: query[index] = UInt8.random(in: 0...255, using: &random)
                case 1: query[index] ^= 1 << UInt8.random(in: 0..<8, using: &random)
                case 2: query.insert([0, 0x3F, 0xC0, 0xFF].randomElement(using: &random) ?? 0, at: index)
                default: if query.count > 1 { query.remove(at: index) }
                }
            }
            let transport: Client.Transport = round % 5 == 0 ? .tcp : .udp
            guard let response = server.respond(to: query, over: transport) else { continue }
            #expect(response.prefix(2) == query.prefix(2))
            #expect(throws: Never.self) { try Message(reading: response) }
        }
    }
}
