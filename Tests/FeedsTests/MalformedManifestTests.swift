import Feeds
import Testing

@Suite("A malformed file is one error with its place")
struct MalformedManifestTests {
    private func error(_ octets: [UInt8], file: String = "a.yaml") -> String? {
        do {
            _ = try ManifestReader.read(octets, file: file)
            return nil
        } catch {
            return "\(error)"
        }
    }

    @Test(
        "What is wrong is said with line and column",
        arguments: [
            ("a:\n  - b\n c: d\n", "3:2: did not find expected key while parsing a block mapping at 1:1"),
            ("a: [1,2\nb: 3\n", "2:2: did not find expected ',' or ']' while parsing a flow sequence at 1:4"),
            (
                "a: b\n\tc: d\n",
                "2:1: found a tab character that violates indentation while scanning a plain scalar at 1:4"
            ),
            ("a: 'b\n", "2:1: found unexpected end of stream while scanning a quoted scalar at 1:4"),
            ("a: b\nc: 1\na: d\n", "3:1: the key stands twice in its mapping"),
            ("a: {b: 1, \"b\": 2}", "1:11: the key stands twice in its mapping"),
            ("? [a]\n: b\n", "1:3: expected a key"),
            ("a: &x 1\nb: *x\n", "2:4: aliases are not supported"),
            ("a: !!binary AAAA\n", "1:4: the tag is not supported"),
            ("a: !mine {}\n", "1:4: the tag is not supported"),
            ("a: !!set [b]\n", "1:4: the tag is not supported"),
            ("%TAG ! tag:example.org,2000:\n---\na: b\n", "1:1: the tag is not supported"),
            ("{}{}", "1:3: did not find expected <document start>"),
            ("äöü: b\u{0}c", "1:7: control characters are not allowed"),
            ("a: b\n\nc: \u{1B}[2J", "3:4: control characters are not allowed"),
            (
                "a: \"\\ud83d\\ude00\"",
                "1:7: found invalid Unicode character escape code while parsing a quoted scalar at 1:4"
            ),
        ]
    )
    func placed(text: String, message: String) {
        #expect(error(Array(text.utf8)) == "a.yaml:\(message)")
    }

    @Test(
        "JSON with half a surrogate pair is refused",
        arguments: [
            "\\ud83d", "\\ude00", "\\ud83d\\ud83d", "\\ud83dx\\ude00", "\\ud83d\\\\ude00", "\\\\\\ud83d",
            "\\ud83d\\ude0",
        ]
    )
    func loneSurrogates(text: String) throws {
        let message = try #require(error(Array("{\"a\":\"\(text)\"}".utf8), file: "a.json"))
        #expect(message.hasPrefix("a.json:1:"))
    }

    @Test("A backslash before what looks like a surrogate pair is a backslash")
    func escapedBackslash() {
        #expect(error(Array("{\"a\":\"\\\\ud83d\\\\ude00\"}".utf8), file: "a.json") == nil)
    }

    @Test(
        "Octets that are not UTF-8 are refused where they stand",
        arguments: [
            ([0xFF], "1:4: invalid leading UTF-8 octet"),
            ([0xC3, 0x28], "1:5: invalid trailing UTF-8 octet"),
            ([0xC0, 0x80], "1:4: invalid length of a UTF-8 sequence"),
            ([0xED, 0xA0, 0x80], "1:4: invalid Unicode character"),
            ([0xF4, 0x90, 0x80, 0x80], "1:4: invalid Unicode character"),
            ([0xC3], "1:4: incomplete UTF-8 octet sequence"),
        ] as [([UInt8], String)]
    )
    func invalidOctets(octets: [UInt8], message: String) {
        #expect(error(Array("ä: ".utf8) + octets) == "a.yaml:\(message)")
    }

    @Test("UTF-16 is refused at its first octet")
    func utf16() {
        #expect(error([0xFF, 0xFE, 0x61, 0, 0x3A, 0]) == "a.yaml:1:1: invalid leading UTF-8 octet")
    }

    @Test("Ten nested aliases are refused at the first")
    func aliases() {
        var text = "a0: &a0 [x, x, x, x, x, x, x, x]\n"
        for level in 1...10 {
            let alias = Array(repeating: "*a\(level - 1)", count: 8).joined(separator: ", ")
            text += "a\(level): &a\(level) [\(alias)]\n"
        }
        #expect(error(Array(text.utf8)) == "a.yaml:2:10: aliases are not supported")
    }

    @Test("A hundred thousand levels are refused at the hundredth", arguments: ["[", "{\"a\":", "- ", "? "])
    func deep(opening: String) throws {
        let text = String(repeating: opening, count: 100_000)
        let message = try #require(error(Array(text.utf8)))
        #expect(message.hasPrefix("a.yaml:1:"))
    }

    @Test("The deepest document that is read has a hundred levels")
    func depth() {
        func nested(_ levels: Int) -> [UInt8] {
            Array((String(repeating: "[", count: levels) + String(repeating: "]", count: levels)).utf8)
        }
        #expect(error(nested(100)) == nil)
        #expect(error(nested(101)) == "a.yaml:1:101: nested too deep")
    }

    @Test("A scalar of 32 MiB is refused", arguments: ["a: ", "a: \"", "a: |\n  ", "# "])
    func longScalar(opening: String) {
        let octets = Array(opening.utf8) + [UInt8](repeating: 0x61, count: 32 << 20)
        let place = opening == "# " ? "1:1" : "1:2"
        #expect(error(octets) == "a.yaml:\(place): what follows is too long")
    }

    @Test("What stands before a document has a bound")
    func longHeader() {
        let text = (0..<100_000).map { "%TAG !\($0)! x\n" }.joined() + "--- a\n"
        #expect(error(Array(text.utf8)) == "a.yaml:1:1: what follows is too long")
    }

    @Test("A document of a million values is refused")
    func manyValues() throws {
        let text = "a: [" + String(repeating: "1,\n", count: 1_000_000) + "]"
        let message = try #require(error(Array(text.utf8)))
        #expect(message.hasSuffix(": too many values"))
    }
}
