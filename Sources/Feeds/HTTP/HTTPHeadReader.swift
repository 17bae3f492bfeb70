/// Puts together the head of a response from its lines.
struct HTTPHeadReader {
    /// The most octets of all lines together: 64 KiB.
    static let largest = 64 << 10

    private var count = 0
    private var status: Int?
    private var version = ""
    private var fields: [HTTPHead.Field] = []

    /// Why lines are no head.
    enum Problem: Error {
        case tooLarge
        case malformed
    }

    /// Takes one line with its end; the head, if it is complete with it and not an interim one.
    mutating func take(_ line: Span<UInt8>) throws(Problem) -> HTTPHead? {
        count += line.count
        guard count <= HTTPHeadReader.largest else { throw .tooLarge }
        let text = String(copying: line)
        if text.hasPrefix("HTTP/") {
            try begin(text)
            return nil
        }
        guard !text.isEmpty else { return try end() }
        // What begins with a blank continues the line before, a form that has been abolished (RFC 9112 §5.2).
        guard let colon = text.firstIndex(of: ":"), text.first != " ", text.first != "\t" else { return nil }
        let value = text[text.index(after: colon)...]
        fields.append(HTTPHead.Field(name: text[..<colon].lowercased(), value: String(value.trimmed)))
        return nil
    }

    private mutating func begin(_ statusLine: String) throws(Problem) {
        let words = statusLine.split(separator: " ", maxSplits: 2)
        guard words.count >= 2, let code = Int(words[1]), (100...999).contains(code) else { throw .malformed }
        status = code
        version = String(words[0].dropFirst("HTTP/".count))
        fields = []
    }

    private mutating func end() throws(Problem) -> HTTPHead? {
        guard let status else { throw .malformed }
        guard status >= 200 else { return nil }
        return HTTPHead(status: status, httpVersion: version, fields: fields)
    }
}

extension String {
    /// The text of a line, without the line's end.
    fileprivate init(copying line: Span<UInt8>) {
        var count = line.count
        while count > 0, line[count - 1] == 0x0A || line[count - 1] == 0x0D { count -= 1 }
        self.init(decoding: line.indices.prefix(count).map { line[$0] }, as: UTF8.self)
    }
}

extension Substring {
    fileprivate var trimmed: Substring {
        var text = drop { $0 == " " || $0 == "\t" }
        while text.last == " " || text.last == "\t" { text.removeLast() }
        return text
    }
}
