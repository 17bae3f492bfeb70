/// Leaves out of Swift source what the compiler does not read as code: comments and the text of literals.
struct CodeStripper {
    private var isInMultilineLiteral = false

    /// `line`, which follows the line stripped last.
    mutating func strip(_ line: Substring) -> String {
        let octets = Array(line.utf8)
        var code: [UInt8] = []
        var isInLiteral = false
        var index = 0
        while index < octets.count {
            let rest = octets[index...]
            if rest.starts(with: "\"\"\"".utf8) {
                isInMultilineLiteral.toggle()
                index += 3
            } else if isInMultilineLiteral {
                index += 1
            } else if isInLiteral {
                isInLiteral = octets[index] != UInt8(ascii: "\"")
                index += octets[index] == UInt8(ascii: "\\") ? 2 : 1
            } else if rest.starts(with: "//".utf8) {
                break
            } else {
                isInLiteral = octets[index] == UInt8(ascii: "\"")
                if !isInLiteral { code.append(octets[index]) }
                index += 1
            }
        }
        return String(decoding: code, as: UTF8.self)
    }
}
