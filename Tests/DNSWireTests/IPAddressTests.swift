import DNSWire
import Testing

@Suite struct IPAddressTests {
    @Test(
        "An address is read in any form and printed in one (RFC 5952)",
        arguments: [
            ("0.0.0.0", "0.0.0.0"), ("255.255.255.255", "255.255.255.255"), ("10.1.20.100", "10.1.20.100"),
            ("::", "::"), ("::1", "::1"), ("1::", "1::"), ("2001:DB8::1", "2001:db8::1"),
            ("2001:0db8:0000:0000:0000:0000:0000:0001", "2001:db8::1"),
            ("1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8"),
            ("1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0"), ("::2:3:4:5:6:7:8", "0:2:3:4:5:6:7:8"),
            ("2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"), ("2001:0:0:1:0:0:0:1", "2001:0:0:1::1"),
            ("2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"), ("::ffff:10.0.0.1", "::ffff:10.0.0.1"),
            ("::ffff:a00:1", "::ffff:10.0.0.1"), ("::1.2.3.4", "::102:304"),
            ("64:ff9b::1.2.3.4", "64:ff9b::102:304"),
            ("1:2:3:4:5:6:1.2.3.4", "1:2:3:4:5:6:102:304"), ("fe80::", "fe80::"), ("0:0:0:0:0:0:0:0", "::"),
            ("1:0:0:2:0:0:0:0", "1:0:0:2::"), ("0:0:1:0:0:0:0:0", "0:0:1::"),
        ])
    func read(text: String, printed: String) throws {
        let address = try #require(IPAddress(text))
        #expect(address.description == printed)
        #expect(IPAddress(printed) == address)
    }

    @Test(
        "Text that is no address is refused",
        arguments: [
            "", "1", "1.2.3", "1.2.3.4.5", "1.2.3.256", "01.2.3.4", "1.2.3.00", "1.2.3.", ".1.2.3", "1..2.3",
            "1.2.3.4 ",
            " 1.2.3.4", "1.2.3.-4", "0x1.2.3.4", "1.2.3.4/8", "1.2.3.4:53", "::1%eth0", ":", ":::", "1:",
            ":1",
            "1:2", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1::2::3", "1:2:3:4:5:6:7:8::", "::1:2:3:4:5:6:7:8",
            "1:2:3:4::5:6:7:8", "12345::", "g::", "::1.2.3", "::1.2.3.4:5", "1.2.3.4::",
            "1:2:3:4:5:6:7:1.2.3.4",
            "[::1]", "::01.2.3.4", "1:::2", "2001:db8::1/64", "١.٢.٣.٤", "00000::",
            "1111111111111111111111111111111111111111111111111111",
        ])
    func refused(text: String) { #expect(IPAddress(text) == nil) }

    @Test("Any address that is printed and read again is the same", arguments: 0..<5)
    func roundTrip(seed: Int) {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<2000 {
            let v4 = IPAddress.v4(UInt32.random(in: 0...(.max), using: &random))
            #expect(IPAddress(v4.description) == v4)
            var number: UInt128 = 0
            for _ in 0..<8 {
                let group = Bool.random(using: &random) ? 0 : UInt16.random(in: 0...(.max), using: &random)
                number = number << 16 | UInt128(group)
            }
            #expect(IPAddress(IPAddress.v6(number).description) == .v6(number))
        }
    }
}
