import DNSWire
import RecordStore
import Testing

@Suite("Owner hash")
struct OwnerHashTests {
    private let hash = OwnerHash(seed: 7)

    private func hashed(_ octets: [UInt8]) -> UInt64 { hash(octets.span) }

    @Test("Only ASCII letters are the same in both cases, at every place of a name", arguments: 1...40)
    func folding(count: Int) {
        for place in 0..<count {
            var octets = [UInt8](repeating: 0x2D, count: count)
            let others = Set(
                (UInt8.min...UInt8.max).map { octet in
                    octets[place] = octet
                    return hashed(octets)
                })
            #expect(others.count == 256 - 26)
            for octet in UInt8(ascii: "A")...UInt8(ascii: "Z") {
                octets[place] = octet
                let upper = hashed(octets)
                octets[place] = octet | 0x20
                #expect(hashed(octets) == upper)
            }
        }
    }

    @Test("Names of up to 255 octets hash alike in any case")
    func anyCase() {
        var generator = SeededGenerator(seed: 1)
        for count in 1...255 {
            let octets = (0..<count).map { _ in UInt8.random(in: 0x5A...0x7B, using: &generator) }
            #expect(hashed(octets) == hashed(inAnyCase(octets, using: &generator)))
        }
    }

    @Test("Another seed gives another hash")
    func seeds() throws {
        let octets = try name("web.shop.svc.clusterset.local.").wire
        let hashes = Set((0..<100).map { OwnerHash(seed: $0)(octets.span) })
        #expect(hashes.count == 100)
    }

    @Test("Zeros at the end count")
    func length() {
        let hashes = Set((0...64).map { hashed([UInt8](repeating: 0, count: $0)) })
        #expect(hashes.count == 65)
    }

    @Test("The low and the high bits of similar names spread")
    func spread() throws {
        var low = Set<UInt64>()
        var high = Set<UInt64>()
        for number in 0..<4096 {
            let hash = hashed(try name("service-\(number).ns.svc.clusterset.local.").wire)
            low.insert(hash & 0xFFF)
            high.insert(hash >> 52)
        }
        // Of 4,096 random picks among 4,096 places, 63 in a hundred places are hit.
        #expect((2450...2730).contains(low.count))
        #expect((2450...2730).contains(high.count))
    }
}
