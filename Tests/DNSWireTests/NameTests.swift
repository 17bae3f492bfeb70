import DNSWire
import Testing

@Suite struct NameTests {
    @Test(
        "A name is printed with its final dot and what files give a meaning to escaped",
        arguments: [
            ("example.com", "example.com."), ("example.com.", "example.com."), (".", "."),
            ("_http._tcp.Svc", "_http._tcp.Svc."), (#"a\.b.c"#, #"a\.b.c."#), (#"\065"#, "A."),
            (#"\000\255 x"#, #"\000\255\032x."#), ("é", #"\195\169."#),
            (#"\@\$\(\)\;\"\\"#, #"\@\$\(\)\;\"\\."#),
            ("*.a", "*.a."),
        ])
    func presentation(text: String, printed: String) throws {
        let name = try Name(presentation: text)
        #expect(name.description == printed)
        #expect(try Name(presentation: printed).wire == name.wire)
    }

    @Test(
        "Text that is no name is refused at the character that makes it so",
        arguments: [
            ("", 0, .emptyLabel), ("..", 0, .emptyLabel), ("a..b", 2, .emptyLabel), (".a", 0, .emptyLabel),
            (#"a\"#, 1, .escape), (#"a\25"#, 1, .escape), (#"\256"#, 0, .escape), (#"\1a2"#, 0, .escape),
            (String(repeating: "a", count: 64), 63, .labelLength),
            (String(repeating: "abc.", count: 63) + "abc", 254, .nameLength),
        ] as [(String, Int, PresentationError.Reason)])
    func refused(text: String, offset: Int, reason: PresentationError.Reason) {
        #expect(throws: PresentationError(offset: offset, reason: reason)) { try Name(presentation: text) }
        #expect(Name(text) == nil)
    }

    @Test("A name of 255 octets is the longest, a label of 63 octets too")
    func longest() throws {
        let label = String(repeating: "a", count: 63)
        let name = try Name(presentation: "\(label).\(label).\(label).\(label.dropLast(2)).")
        #expect(name.wire.count == 255)
        #expect(name.prepending(label: "b") == nil)
        #expect(Name.root.prepending(label: label + "a") == nil)
        #expect(Name.root.prepending(label: "") == nil)
        #expect(try Name(wire: name.wire) == name)
        let deep = try Name(presentation: String(repeating: "a.", count: 127))
        #expect(deep.labelCount == 127)
        #expect(deep.appending(.root) == deep)
        #expect(deep.appending(deep) == nil)
    }

    @Test("Names are equal, and hash alike, whatever the case of ASCII letters")
    func caseFolding() throws {
        let name = try Name(presentation: #"Svc.CLUSTERSET.local.\195\137"#)
        let other = try Name(presentation: #"sVC.clusterset.LOCAL.\195\137"#)
        #expect(name == other)
        #expect(Set([name, other]).count == 1)
        #expect(name.wire != other.wire)
        #expect(name.folded.wire == other.folded.wire)
        #expect(name != Name(#"svc.clusterset.local.\195\169"#))
        #expect(Name("a{") != Name("a["))
    }

    @Test(
        "A name is below its ancestors, label by label",
        arguments: [
            ("a.b.c", "b.C", true), ("b.c", "b.c", true), ("a.b.c", ".", true), (".", ".", true),
            ("xb.c", "b.c", false), ("b.c", "a.b.c", false), (#"a\.b.c"#, "b.c", false),
            ("a.b.c.d", "b.c", false),
        ])
    func ancestors(name: String, ancestor: String, expected: Bool) throws {
        let name = try Name(presentation: name)
        #expect(name.isEqualToOrBelow(try Name(presentation: ancestor)) == expected)
    }

    @Test("A name is taken apart and put together label by label")
    func labels() throws {
        let name = try Name(presentation: "a.bc.d")
        #expect(name.labels == [[0x61], [0x62, 0x63], [0x64]])
        #expect(name.labelCount == 3)
        #expect(name.parent == Name("bc.d"))
        #expect(name.parent?.prepending(label: "a") == name)
        #expect(Name("a")?.appending(try Name(presentation: "bc.d")) == name)
        #expect(Name.root.parent == nil)
        #expect(Name.root.isRoot)
    }

    @Test("Names sort in canonical order, from the root down (RFC 4034 §6.1)")
    func order() throws {
        let sorted = try [
            ".", "example", "a.example", "yljkjljk.a.example", "Z.a.example", "zABC.a.EXAMPLE", "z.example",
            #"\001.z.example"#, "*.z.example", #"\200.z.example"#,
        ].map { try Name(presentation: $0) }
        var random = SeededGenerator(seed: 4034)
        #expect(sorted.shuffled(using: &random).sorted() == sorted)
        for name in sorted { #expect(!(name < name)) }
    }

    @Test(
        "Octets that are not exactly one uncompressed name are refused",
        arguments: [
            ([], .truncated(offset: 0)), ([1], .truncated(offset: 0)), ([1, 0x61], .truncated(offset: 2)),
            ([0, 0], .trailingOctets(offset: 1)), ([0xC0, 0], .pointer(offset: 0)),
            ([1, 0x61, 0xC0, 0], .pointer(offset: 2)), ([0x40, 0], .labelType(offset: 0)),
            (Array(repeating: 1, count: 300) + [0], .nameLength(offset: 0)),
        ] as [([UInt8], FormatError)])
    func wire(octets: [UInt8], error: FormatError) {
        #expect(throws: error) { try Name(wire: octets) }
        #expect(throws: error) { try Name(wire: octets.span) }
    }

    @Test("A view compares like the name that it shows, without writing it out")
    func view() throws {
        let octets = try HexPacket("response-compressed").octets
        var reader = MessageReader(octets.span)
        _ = try reader.readHeader()
        let qname = try reader.readName()
        _ = try reader.readOctets(4)
        let owner = try reader.readName()
        let sizes = [qname.labelCount, qname.length, owner.offset]
        #expect(sizes == [3, 12, 28])
        let isSame = owner == qname
        #expect(isSame)
        #expect(Name(owner).wire == Name(qname).wire)
        for (text, expected) in [("WWW.a.test", true), ("ww.wa.test", false), ("www.a.tesT.x", false)] {
            let isEqual = owner == (try Name(presentation: text))
            #expect(isEqual == expected)
        }
        var labels = owner.labels
        var lengths: [Int] = []
        while let label = labels.next() { lengths.append(label.count) }
        #expect(lengths == [3, 1, 4])
    }
}
