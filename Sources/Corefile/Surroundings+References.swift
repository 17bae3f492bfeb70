extension Surroundings {
    /// The text with each `{$NAME}` and `{%NAME%}` replaced by the variable's value, or by nothing if it is unset.
    ///
    /// A value is not searched for further references; a reference without a name or without an end stays as it is.
    func expand(_ text: String) -> String {
        var notations = [
            Notation(begin: Array("{$".utf8), end: Array("}".utf8)),
            Notation(begin: Array("{%".utf8), end: Array("%}".utf8)),
        ]
        var expanded: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let octet = rest.first {
            guard let i = notations.firstIndex(where: { rest.starts(with: $0.begin) }) else {
                expanded.append(octet)
                rest.removeFirst()
                continue
            }
            guard let name = notations[i].name(at: rest) else {
                // Without an end from here on there is none for those that follow either: each octet is searched once.
                notations.remove(at: i)
                continue
            }
            let length = notations[i].length(with: name)
            expanded += name.isEmpty ? Array(rest.prefix(length)) : value(of: name)
            rest = rest.dropFirst(length)
        }
        return String(decoding: expanded, as: UTF8.self)
    }

    private func value(of name: ArraySlice<UInt8>) -> [UInt8] {
        Array((environment(String(decoding: name, as: UTF8.self)) ?? "").utf8)
    }
}

/// One of the two ways to mention a variable.
private struct Notation {
    let begin: [UInt8]
    let end: [UInt8]

    /// The name in the reference that `text` begins with; nil if that has no end.
    func name(at text: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        let body = text.dropFirst(begin.count)
        return body.indices.first { body[$0...].starts(with: end) }.map { body[..<$0] }
    }

    func length(with name: ArraySlice<UInt8>) -> Int { begin.count + name.count + end.count }
}
