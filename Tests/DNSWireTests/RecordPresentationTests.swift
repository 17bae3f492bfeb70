import DNSWire
import Testing

@Suite struct RecordPresentationTests {
    @Test(
        "A record is parsed from its line and printed in one form",
        arguments: [
            ("a.test 5 IN A 10.0.0.1", "a.test. 5 IN A 10.0.0.1"),
            ("a.test.\t5  in   aaaa 2001:DB8::1 ; a comment", "a.test. 5 IN AAAA 2001:db8::1"),
            ("a 5 IN CNAME b.c", "a. 5 IN CNAME b.c."), ("a 5 IN NS b", "a. 5 IN NS b."),
            (". 5 IN PTR .", ". 5 IN PTR ."),
            ("a 5 IN SOA ns h 1 2 3 4 4294967295", "a. 5 IN SOA ns. h. 1 2 3 4 4294967295"),
            ("a 5 IN SRV 1 2 65535 t", "a. 5 IN SRV 1 2 65535 t."), ("a 5 IN MX 10 m", "a. 5 IN MX 10 m."),
            (#"a 5 IN TXT one "two \"2\";" \065\\"#, #"a. 5 IN TXT "one" "two \"2\";" "A\\""#),
            (#"a 5 IN TXT """#, #"a. 5 IN TXT """#),
            (#"a 5 IN HINFO RFC8482 """#, #"a. 5 IN HINFO "RFC8482" """#),
            (##"a 5 IN TYPE65280 \# 4 0A00 0001"##, ##"a. 5 IN TYPE65280 \# 4 0A000001"##),
            (##"a 5 IN CAA \# 0"##, ##"a. 5 IN CAA \# 0"##),
            (##"a 5 CLASS32 TYPE1 \# 1 ff"##, ##"a. 5 CLASS32 A \# 1 FF"##),
            (##"a 5 CLASS1 TYPE1 \# 4 0a000001"##, "a. 5 IN A 10.0.0.1"),
            (##"a\ b\;c 5 IN A 1.2.3.4"##, ##"a\032b\;c. 5 IN A 1.2.3.4"##),
        ])
    func records(line: String, printed: String) throws {
        let record = try ResourceRecord(presentation: line)
        #expect(record.description == printed)
        #expect(try ResourceRecord(presentation: printed) == record)
    }

    @Test(
        "A line that is no record is refused at the character that makes it so",
        arguments: [
            ("", 0, .missing), ("a", 1, .missing), ("a 5 IN A ; no data", 9, .missing),
            ("@ 5 IN A 1.2.3.4", 0, .origin),
            ("a x IN A 1.2.3.4", 2, .number), ("a 2147483648 IN A 1.2.3.4", 2, .number),
            ("a 5 XX A 1.2.3.4", 4, .class),
            ("a 5 IN AX 1.2.3.4", 7, .type), ("a 5 IN OPT \\# 0", 7, .type), ("a 5 IN A 1.2.3", 9, .address),
            ("a 5 IN A ::1", 9, .address), ("a 5 IN AAAA 1.2.3.4", 12, .address),
            ("a 5 IN A 1.2.3.4 x", 17, .unexpected),
            ("a 5 IN CAA 0 issue x", 7, .form), ("a 5 CH A 1.2.3.4", 7, .form),
            ("a 5 IN MX 65536 m", 10, .number),
            ("a 5 IN TXT \"x", 11, .quote), ("a 5 IN TXT x\"y", 12, .quote),
            ("a 5 IN TXT \"x\"y", 14, .quote),
            ("a 5 IN SOA ( ns", 11, .parenthesis), ("a 5 IN TXT \\25", 11, .escape),
            ("a 5 IN TXT x\\", 12, .escape),
            ("a 5 IN TXT " + String(repeating: "x", count: 256), 11, .stringLength),
            ("a 5 IN TYPE65280 \\# 2 0A", 22, .hexadecimal), ("a 5 IN TYPE65280 \\# 1 0", 22, .hexadecimal),
            ("a 5 IN TYPE65280 \\# 1 0G", 22, .hexadecimal), ("a 5 IN A \\# 3 0A0000", 14, .rdata),
            ("a 5 IN NS \\# 2 C00C", 15, .rdata), ("a..b 5 IN NS x", 2, .emptyLabel),
            ("\"a\" 5 IN NS x", 0, .quote),
        ] as [(String, Int, PresentationError.Reason)])
    func refused(line: String, offset: Int, reason: PresentationError.Reason) {
        #expect(throws: PresentationError(offset: offset, reason: reason)) {
            try ResourceRecord(presentation: line)
        }
        #expect(ResourceRecord(line) == nil)
    }

    @Test("An error names its character, counted from one")
    func errorText() {
        let error = PresentationError(offset: 2, reason: .emptyLabel)
        #expect(error.description == "character 3: an empty label")
    }

    @Test("Any text is parsed or refused, never more", arguments: 0..<20)
    func junk(seed: Int) {
        var random = SeededGenerator(seed: seed)
        let line = Array(##"a.b 5 IN TXT "x\065" \# 4 0A000001"##.utf8)
        for _ in 0..<500 {
            var octets = line
            for _ in 0..<3 {
                let index = Int.random(in: 0..<octets.count, using: &random)
                octets[index] = random.next() & 1 == 0 ? UInt8.random(in: 0...127, using: &random) : 0x5C
            }
            guard let record = ResourceRecord(String(decoding: octets, as: UTF8.self)) else { continue }
            #expect(ResourceRecord(record.description) == record)
        }
    }
}
