import DNSWire
import Testing

/// Which names are in a zone, whatever the length of its name.
@Suite("A zone")
struct ZoneTableTests {
    /// Names of one octet to forty, digits, hyphens and letters among them.
    static let zones: [String] = ["."] + (1...38).map { zone(of: $0) }

    /// A zone's name of `length` octets in presentation format, the last dot left out of the count.
    private static func zone(of length: Int) -> String {
        let octets: [Character] = Array("a-0z9k_m")
        var zone = ""
        for index in 0..<length { zone.append(index == 6 || index == 20 ? "." : octets[index % 8]) }
        return zone.hasSuffix(".") ? zone : zone + "."
    }

    private func isIn(_ name: [UInt8], _ zone: String) -> Bool {
        var query = Exchange.query(".", .a)
        query.replaceSubrange(12..<13, with: name)
        let response = Exchange(zone: zone, [FixedResponder(addresses: 1)]).respond(to: query)
        return response.map { $0[3] & 0x0F == 0 } ?? false
    }

    @Test("holds its apex and what is below, in any case", arguments: zones)
    func holds(zone: String) throws {
        let wire = try #require(Name(zone)).wire
        #expect(isIn(wire, zone))
        #expect(isIn([3, 0x61, 0x62, 0x63] + wire, zone))
        #expect(isIn([UInt8](try #require(Name(zone.uppercased())).wire), zone))
    }

    @Test("holds no name with another octet in its place, be it one bit away", arguments: zones.dropFirst())
    func others(zone: String) throws {
        let wire = try #require(Name(zone)).wire
        var place = 0
        while wire[place] != 0 {
            for index in place + 1...place + Int(wire[place]) {
                for bit in 0..<8 {
                    var name = wire
                    name[index] ^= 1 << bit
                    let isSameLetter = Name.fold(name[index]) == Name.fold(wire[index])
                    #expect(isIn(name, zone) == isSameLetter, "\(name)")
                }
            }
            place += 1 + Int(wire[place])
        }
    }

    @Test(
        "holds no name whose last octets are the same but whose labels are not", arguments: zones.dropFirst())
    func borders(zone: String) throws {
        let wire = try #require(Name(zone)).wire
        // One label that swallows the first length octet, and the label behind it.
        let first = Int(wire[0])
        #expect(!isIn([UInt8(first + 2), 0x78] + wire, zone))
    }

    @Test("whose name is longer than a QNAME does not hold it", arguments: zones.dropFirst(2))
    func shorter(zone: String) throws {
        let wire = try #require(Name(zone)).wire
        #expect(!isIn([0], zone))
        #expect(!isIn([UInt8(wire[0])] + wire[1...Int(wire[0])] + [0], zone + "x."))
    }
}
