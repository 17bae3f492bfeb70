import Corefile
import Testing

@Suite("A server block's key")
struct ServerKeyTests {
    @Test(
        "names a scheme, a zone and a port",
        arguments: [
            (".", "dns://.:1053"),
            (".:53", "dns://.:53"),
            ("ClusterSet.Local", "dns://clusterset.local.:1053"),
            ("a.org.:0053", "dns://a.org.:53"),
            ("a.org:0", "dns://a.org.:0"),
            ("dns://a.org", "dns://a.org.:1053"),
            ("tls://a.org", "tls://a.org.:853"),
            ("tls://.:5353", "tls://.:5353"),
            ("quic://a.org", "quic://a.org.:853"),
            ("grpc://a.org", "grpc://a.org.:443"),
            ("https://a.org", "https://a.org.:443"),
            ("https3://a.org", "https3://a.org.:443"),
            ("ftp://a.org:1", "dns://ftp://a.org.:1"),
            ("a.org:http", "dns://a.org:http.:1053"),
            ("_tcp.*.a-b.org", "dns://_tcp.*.a-b.org.:1053"),
            ("a\\.B.org", "dns://a\\.b.org.:1053"),
            ("a\\.", "dns://a\\..:1053"),
            ("a\\032b\\\\", "dns://a\\032b\\\\.:1053"),
            ("É.org", "dns://É.org.:1053"),
        ])
    func parts(text: String, expected: String) throws {
        #expect(try keys(text).map { $0.address(dnsPort: 1_053) } == [expected])
    }

    @Test("may have a name as long as a name can be")
    func longest() throws {
        let label = String(repeating: "a", count: 63)
        let name = [label, label, label, String(repeating: "b", count: 61)].joined(separator: ".")
        #expect(try keys(name).map(\.zone) == [name + "."])
        #expect(try keys(name + ".").map(\.zone) == [name + "."])
        #expect(
            throws: invalid("zone is not a valid domain name: b\(name)"), performing: { try keys("b" + name) }
        )
        #expect(
            throws: invalid("zone is not a valid domain name: a\(label).org"),
            performing: { try keys("a\(label).org") })
        #expect(
            throws: invalid("specified zone is too long: 256 > 255"),
            performing: { try keys(String(repeating: "a.", count: 128) + ":53") })
    }

    @Test(
        "that is a CIDR prefix stands for its reverse zones",
        arguments: [
            ("10.0.0.0/8", ["10.in-addr.arpa."]),
            ("10.1.2.3/24:53", ["2.1.10.in-addr.arpa."]),
            ("10.0.0.0/15", ["0.10.in-addr.arpa.", "1.10.in-addr.arpa."]),
            ("192.0.2.255/30", (252...255).map { "\($0).2.0.192.in-addr.arpa." }),
            ("10.0.0.0/27", (0..<32).map { "\($0).0.0.10.in-addr.arpa." }),
            ("10.9.3.0/18", (0..<64).map { "\($0).9.10.in-addr.arpa." }),
            ("192.0.2.1/32", ["1.2.0.192.in-addr.arpa."]),
            ("0.0.0.0/0", ["in-addr.arpa."]),
            ("128.0.0.0/1", (128...255).map { "\($0).in-addr.arpa." }),
            ("2001:db8::/32", ["8.b.d.0.1.0.0.2.ip6.arpa."]),
            ("2001:DB8::/32:5353", ["8.b.d.0.1.0.0.2.ip6.arpa."]),
            ("2001:db8::/30", ["8", "9", "a", "b"].map { "\($0).b.d.0.1.0.0.2.ip6.arpa." }),
            ("8000::/1", ["8", "9", "a", "b", "c", "d", "e", "f"].map { "\($0).ip6.arpa." }),
            ("fd00:0:0:0:0:0:0:1/16", ["0.0.d.f.ip6.arpa."]),
            ("64:ff9b::192.0.2.33/32", ["b.9.f.f.4.6.0.0.ip6.arpa."]),
            (
                "2001:db8::/114",
                (0..<4).map { "\($0)." + String(repeating: "0.", count: 20) + "8.b.d.0.1.0.0.2.ip6.arpa." }
            ),
            (
                "fe80::1/128",
                ["1." + String(repeating: "0.", count: 28) + "8.e.f.ip6.arpa."]
            ),
        ])
    func reverse(text: String, expected: [String]) throws {
        #expect(try keys(text).map(\.zone) == expected)
    }

    @Test(
        "that is no CIDR prefix after all is a name",
        arguments: [
            "10.0.0.0/33", "10.0.0/8", "10.0.0.256/24", "10.00.0.0/8", "10.0.0.0/", "10.0.0.0/-1",
            "10.0.0.0/8/8",
            "2001:db8::/129", "2001:db8/32", "1::2::3/64", "12345::/16", "1:2:3:4:5:6:7:8:9/64", "1:2/64",
            "2001:db8::+1/64", "1.2.3.4::/64", "g::/16", "10.0.0.0/99999999999999999999",
        ])
    func notReverse(text: String) throws {
        #expect(try keys(text).map(\.zone) == [text + "."])
    }

    @Test(
        "that makes no sense is refused",
        arguments: [
            ("a.org:", "expecting data after last colon: \"a.org:\""),
            ("dns://", "expecting data after last colon: \"\""),
            (":53", "zone is not a valid domain name: "),
            ("a..org", "zone is not a valid domain name: a..org"),
            (".a.org", "zone is not a valid domain name: .a.org"),
            ("..", "zone is not a valid domain name: .."),
            ("a b", "zone is not a valid domain name: a b"),
            ("a\\", "zone is not a valid domain name: a\\"),
            ("a\\25", "zone is not a valid domain name: a\\25"),
            ("a\\256", "zone is not a valid domain name: a\\256"),
            ("::/0", "invalid CIDR ::/0"),
            ("::fFFF:B:F/115", "invalid CIDR ::fFFF:B:F/115"),
            ("0:1::/32", "invalid CIDR 0:1::/32"),
            ("a.org:65536", "address 65536: invalid port"),
            ("a.org:99999999999999999999", "address 99999999999999999999: invalid port"),
        ])
    func refused(text: String, reason: String) throws {
        #expect(throws: invalid(reason), performing: { try keys(text) })
    }

    @Test("of a block stands in the order of the file")
    func order() throws {
        let block = try #require(try read("b.org 10.0.0.0/15 a.org {\n}").blocks.first)
        #expect(
            try block.serverKeys().map(\.zone) == [
                "b.org.", "0.10.in-addr.arpa.", "1.10.in-addr.arpa.", "a.org.",
            ])
    }

    private let place = Place(file: "Corefile", line: 1, column: 1)

    private func keys(_ text: String) throws(CorefileError) -> [ServerKey] {
        try ServerKey.read(Token(text, at: place))
    }

    private func invalid(_ reason: String) -> CorefileError {
        .plain("error inspecting server blocks: \(reason)", at: place)
    }
}
