import DNSWire
import Testing

@Suite struct CodePointTests {
    @Test(
        "A type has a mnemonic, or TYPE and its number (RFC 3597 §5)",
        arguments: [
            (1, "A"), (28, "AAAA"), (33, "SRV"), (35, "NAPTR"), (41, "OPT"), (43, "DS"), (46, "RRSIG"),
            (47, "NSEC"),
            (48, "DNSKEY"), (64, "SVCB"), (65, "HTTPS"), (99, "SPF"), (249, "TKEY"), (250, "TSIG"),
            (251, "IXFR"),
            (252, "AXFR"), (253, "MAILB"), (254, "MAILA"), (255, "ANY"), (257, "CAA"), (0, "TYPE0"),
            (65_280, "TYPE65280"),
        ] as [(UInt16, String)])
    func types(code: UInt16, mnemonic: String) {
        #expect(RRType(rawValue: code).description == mnemonic)
        #expect(RRType(mnemonic) == RRType(rawValue: code))
        #expect(RRType(mnemonic.lowercased()) == RRType(rawValue: code))
        #expect(RRType("TYPE\(code)") == RRType(rawValue: code))
    }

    @Test(
        "Text that is no type is refused",
        arguments: ["", "TYPE", "TYPE65536", "TYPE-1", "TYPE+1", "TYPE1 ", "AA", "1", "ＡＡＡＡ", "anı"])
    func noTypes(text: String) { #expect(RRType(text) == nil) }

    @Test("Every mnemonic leads back to its type")
    func mnemonics() {
        for code in UInt16.min...(.max) {
            let type = RRType(rawValue: code)
            #expect(RRType(type.description) == type)
        }
    }

    @Test(
        "A class has a mnemonic, or CLASS and its number",
        arguments: [(1, "IN"), (3, "CH"), (4, "HS"), (254, "NONE"), (255, "ANY"), (32, "CLASS32")]
            as [(UInt16, String)])
    func classes(code: UInt16, mnemonic: String) {
        #expect(RRClass(rawValue: code).description == mnemonic)
        #expect(RRClass(mnemonic) == RRClass(rawValue: code))
    }

    @Test("Other code points have names too, and numbers where they have none")
    func others() {
        #expect(RCode.badvers.description == "BADVERS")
        #expect(RCode(rawValue: 4095).description == "RCODE4095")
        #expect(Opcode.notify.description == "NOTIFY")
        #expect(Opcode(rawValue: 15).description == "OPCODE15")
        #expect(EDNSOptionCode.nsid.description == "NSID")
        #expect(EDNSOptionCode(rawValue: 65_001).description == "OPT65001")
        #expect(ExtendedErrorCode.notReady.description == "Not Ready")
        #expect(ExtendedErrorCode(rawValue: 999).description == "EDE999")
    }

    @Test("A TTL keeps within 31 bits, and one beyond means zero (RFC 2181 §8)")
    func ttl() {
        #expect(TTL(seconds: -1).seconds == 0)
        #expect(TTL(seconds: Int64.max) == .maximum)
        #expect(TTL(rawValue: 0x8000_0000).seconds == 0)
        #expect((5 as TTL).description == "5")
    }
}
