import Feeds
import Testing

@Suite("A stream becomes lines")
struct LineSplitterTests {
    private static func lines(of pieces: [ArraySlice<UInt8>]) throws -> (lines: [String], isInLine: Bool) {
        let splitter = LineSplitter()
        var lines: [String] = []
        for piece in pieces {
            try splitter.feed(piece.span) { (line) throws(JSONError) in
                lines.append(String(decoding: line.indices.map { line[$0] }, as: UTF8.self))
            }
        }
        return (lines, splitter.isInLine)
    }

    @Test("Lines are the same wherever the stream is cut in three")
    func cuts() throws {
        let stream = Array("{\"a\": 1}\n\n\n{}\né\u{1F600}\n[2]".utf8)
        for first in 0...stream.count {
            for second in first...stream.count {
                let (lines, isInLine) = try Self.lines(
                    of: [stream[..<first], stream[first..<second], stream[second...]])
                #expect(lines == ["{\"a\": 1}", "{}", "é\u{1F600}"], "cut at \(first) and \(second)")
                #expect(isInLine, "cut at \(first) and \(second)")
            }
        }
    }

    @Test("Octet by octet the lines are the same, and the last one is whole when it has its end")
    func octets() throws {
        let stream = Array("first\nsecond\n".utf8)
        let (lines, isInLine) = try Self.lines(of: stream.indices.map { stream[$0...$0] })
        #expect(lines == ["first", "second"])
        #expect(!isInLine)
    }

    @Test("A line that lies in one chunk is not copied")
    func inPlace() throws {
        let stream = Array("one\ntwo\nrest".utf8)
        let splitter = LineSplitter()
        let octets = stream.span
        var places: [Range<Int>?] = []
        try splitter.feed(octets) { (line) throws(JSONError) in places.append(octets.indices(of: line)) }
        #expect(places == [0..<3, 4..<7])
    }

    @Test("A line of more than eight MiB is an error, in one piece or in many")
    func tooLong() throws {
        let longest = 8 << 20
        let long = [UInt8](repeating: UInt8(ascii: "a"), count: longest)
        let error = JSONError("a line is longer than \(longest) octets")
        #expect(try Self.lines(of: [long[...], [10]]).lines.map(\.utf8.count) == [longest])
        #expect(throws: error) { _ = try Self.lines(of: [long[...], [97]]) }
        #expect(throws: error) { _ = try Self.lines(of: [(long + [97, 10])[...]]) }
        #expect(throws: error) {
            _ = try Self.lines(of: Array(repeating: long[..<100_000], count: 84))
        }
    }

    @Test("An error of the line's reader ends the feeding")
    func readerFails() {
        let stream = Array("a\nb\n".utf8)
        let splitter = LineSplitter()
        var count = 0
        #expect(throws: JSONError("enough")) {
            try splitter.feed(stream.span) { (_) throws(JSONError) in
                count += 1
                throw JSONError("enough")
            }
        }
        #expect(count == 1)
    }
}
