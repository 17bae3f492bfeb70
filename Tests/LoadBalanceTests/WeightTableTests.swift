import DNSWire
import Testing

@testable import ClusterSetDNS

@Suite("A weight file")
struct WeightTableTests {
    private func table(_ text: String) throws(WeightFileError) -> WeightTable {
        try WeightTable(parsing: Array(text.utf8), file: "f")
    }

    /// How often each of `list` comes first when the random numbers are spread evenly over as many `draws`.
    private func firsts(_ table: WeightTable, _ list: String, of name: String, draws: Int) -> [String: Int] {
        var counts: [String: Int] = [:]
        for draw in 0..<draws {
            var ordered = addresses(list)
            let random = UInt32((UInt64(draw) << 32 + UInt64(draws) - 1) / UInt64(draws))
            table.chooseFirst(of: &ordered, for: Name(name) ?? .root, random: random)
            counts[ordered[0].description, default: 0] += 1
        }
        return counts
    }

    @Test("puts each address first as often as its weight says; an address without one has 1")
    func shares() throws {
        let table = try table("www.example.com\n100.64.1.1 3\n100.64.1.2 1\n100.64.1.3 2\n")
        let list = "100.64.1.1 100.64.1.2 100.64.1.3"
        #expect(
            firsts(table, list, of: "www.example.com", draws: 600) == [
                "100.64.1.1": 300, "100.64.1.2": 100, "100.64.1.3": 200,
            ])
        #expect(
            firsts(table, list + " 100.64.1.4", of: "WWW.example.com.", draws: 700) == [
                "100.64.1.1": 300, "100.64.1.2": 100, "100.64.1.3": 200, "100.64.1.4": 100,
            ])
        #expect(
            firsts(table, list, of: "other.example.com", draws: 300) == [
                "100.64.1.1": 100, "100.64.1.2": 100, "100.64.1.3": 100,
            ])
    }

    @Test("leads to the same shares with random numbers from a generator")
    func generator() throws {
        let table = try table("a.\n10.0.0.1 200\n10.0.0.2 50\n")
        var state: UInt64 = 1
        var first = 0
        for _ in 0..<10_000 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            var ordered = addresses("10.0.0.2 10.0.0.1")
            let random = UInt32(truncatingIfNeeded: state >> 32)
            table.chooseFirst(of: &ordered, for: Name("a.") ?? .root, random: random)
            if ordered[0] == .v4(0x0A00_0001) { first += 1 }
        }
        #expect((7_800...8_200).contains(first))
    }

    @Test("swaps the chosen address with the first, and moves no other")
    func swap() throws {
        let table = try table("a.\n10.0.0.3 255\n")
        var list = addresses("10.0.0.1 10.0.0.2 10.0.0.3 10.0.0.4")
        table.chooseFirst(of: &list, for: Name("a.") ?? .root, random: 1 << 31)
        #expect(text(list) == "10.0.0.3 10.0.0.2 10.0.0.1 10.0.0.4")
    }

    @Test("holds for the least and the greatest random number, and for no address at all")
    func bounds() throws {
        let table = try table("a.\n10.0.0.1 255\n10.0.0.2 255\n")
        for (random, first) in [(UInt32.min, "10.0.0.1"), (.max, "10.0.0.2")] {
            var list = addresses("10.0.0.1 10.0.0.2")
            table.chooseFirst(of: &list, for: Name("a.") ?? .root, random: random)
            #expect(list.first?.description == first)
            var empty: [IPAddress] = []
            table.chooseFirst(of: &empty, for: Name("a.") ?? .root, random: random)
            #expect(empty.isEmpty)
        }
    }

    @Test(
        "is read whatever its blanks, comments and order",
        arguments: [
            "a.\n10.0.0.1 7\nb.\n10.0.0.2 9\n",
            "# comment\n\n a \r\n10.0.0.1\t7\r\n\r\n  # 1 2 3 4\n\tb.\n  10.0.0.2   9",
            "B\n10.0.0.2 9\nA\n10.0.0.1 007",
            "b\na\n10.0.0.1 7\nb\n10.0.0.2 9\n10.0.0.2 5\na\n10.0.0.1 1",
            "a\n::ffff:10.0.0.1 7\nb\n10.0.0.2 9",
        ])
    func forms(text: String) throws {
        #expect(try table(text) == (try table("a.\n10.0.0.1 7\nb.\n10.0.0.2 9\n")))
    }

    @Test("holds weights of IPv6 addresses, however they are written")
    func ipv6() throws {
        let table = try table("a.\nFD00:0::1 2\n")
        #expect(firsts(table, "fd00::1 fd00::2", of: "a.", draws: 300) == ["fd00::1": 200, "fd00::2": 100])
    }

    @Test(
        "is refused in CoreDNS's words",
        arguments: [
            (
                "w1.example.org\n192.168.1.14\n192.168.1.15 20",
                #"wrong domain name:"192.168.1.14" in weight file f. (Maybe a missing weight value?)"#
            ),
            (
                "fd00::1",
                #"wrong domain name:"fd00::1" in weight file f. (Maybe a missing weight value?)"#
            ),
            ("a..b", #"wrong domain name:"a..b" in weight file f. (Maybe a missing weight value?)"#),
            ("# none\n192.168.1.14 10", "missing domain name in weight file f"),
            ("a\n192.168.1.300 10", #"wrong IP address:"192.168.1.300" in weight file f"#),
            ("a\nb 10", #"wrong IP address:"b" in weight file f"#),
            ("a\n192.168.1.14 300", #"wrong weight value:"300" in weight file f"#),
            ("a\n192.168.1.14 0", #"wrong weight value:"0" in weight file f"#),
            ("a\n192.168.1.14 +1", #"wrong weight value:"+1" in weight file f"#),
            ("a\n192.168.1.14 1.5", #"wrong weight value:"1.5" in weight file f"#),
            ("a\n10.0.0.1 1 # x", ##"could not parse weight line:"10.0.0.1 1 # x" in weight file f"##),
            ("a b\u{1B} c", #"could not parse weight line:"a b\x1b c" in weight file f"#),
        ])
    func refusals(text: String, message: String) {
        #expect(throws: WeightFileError.malformed(message)) { try table(text) }
    }
}
