import ClusterSet
import Feeds
import Testing

@Suite("What is no JSON is an error, and the next document is read")
struct MalformedJSONTests {
    /// An event of which `text` is a part that nobody reads.
    private static func line(_ text: String) -> String { #"{"type":"NONE","object":{"a":\#(text)}}"# }

    @Test(
        "A document that is no JSON is an error",
        arguments: [
            "404 page not found\n", "<html></html>", "{", "{}}", #"{"type":"ADDED","object":{"#, "{'a':1}",
            line("01"), line("1e999"), line("NaN"), line("99999999999999999999999999"), line("+1"),
            line("[1,]"),
            line(#""\x""#), line(#""\u12""#), line("\"\u{1}\""), line("\"\0\""), line(#""\ud83d""#),
            line(#""\ude00""#),
            line(#""\ud83d\u0041""#), line(#""\ud83d\ud83d""#), "\u{FEFF}{}", "\0", " ",
            line("\"") + "a",
        ])
    func noJSON(text: String) throws {
        var reader = ObjectReader()
        #expect(throws: JSONError.self) { _ = try reader.event(text) }
        #expect(try reader.event(Self.line("1")) == .unknown("NONE"))
    }

    @Test(
        "Octets that are no UTF-8 are an error",
        arguments: [
            [0x80], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xE2, 0x82], [0xFF],
        ])
    func noUTF8(octets: [UInt8]) throws {
        let line = Array(#"{"type":"NONE","object":{"a":""#.utf8) + octets + Array(#""}}"#.utf8)
        var reader = ObjectReader()
        #expect(throws: JSONError.self) { _ = try reader.event(line.span, of: .namespaces) }
    }

    @Test(
        "A document that nests deeper than a hundred levels is an error",
        arguments: [("[", "]"), (#"{"a":"#, "}")])
    func deep(open: String, close: String) throws {
        func nested(_ count: Int) -> String {
            Self.line(String(repeating: open, count: count) + "1" + String(repeating: close, count: count))
        }
        var reader = ObjectReader()
        #expect(try reader.event(nested(90)) == .unknown("NONE"))
        #expect(throws: JSONError.self) { _ = try reader.event(nested(101)) }
        #expect(throws: JSONError.self) { _ = try reader.event(nested(100_000)) }
        #expect(throws: JSONError.self) {
            _ = try reader.event(String(repeating: open, count: 1_000_000))
        }
    }

    @Test("Nothing is an error")
    func empty() {
        #expect(throws: JSONError("the document is empty")) {
            var reader = ObjectReader()
            _ = try reader.event("")
        }
    }

    @Test("A line has at most eight MiB, a body sixty-four")
    func tooLong() throws {
        var reader = ObjectReader()
        let room = 8 << 20 - Self.line("").utf8.count
        let blank = Self.line("1") + String(repeating: " ", count: room - 1)
        #expect(try reader.event(blank) == .unknown("NONE"))
        #expect(throws: JSONError("the document is too long")) { _ = try reader.event(blank + " ") }
        let body = [UInt8](repeating: UInt8(ascii: " "), count: 64 << 20 + 1)
        #expect(throws: JSONError("the document is too long")) { _ = try reader.status(body.span) }
    }

    @Test("Documents of all lengths are read one after the other")
    func lengths() throws {
        var reader = ObjectReader()
        for exponent in [4, 18, 12, 22, 14, 19, 3] {
            for count in (1 << exponent) - 3...(1 << exponent) + 3 {
                let name = String(repeating: "a", count: count)
                #expect(try reader.event(watchLine(name, "{}")) == .unknown(String(name.prefix(400))))
                let empty = "[" + String(repeating: #""","#, count: count / 64) + #"""]"#
                #expect(try reader.event(Self.line(empty)) == .unknown("NONE"))
            }
        }
    }
}
