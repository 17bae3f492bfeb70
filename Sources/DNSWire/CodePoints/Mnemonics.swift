/// The names of the code points of one registry, both ways.
struct Mnemonics: Sendable {
    private let names: [UInt16: String]
    private let codes: [String: UInt16]
    /// What stands before the number of a code point without a name (`TYPE` in `TYPE65280`, RFC 3597 §5).
    private let prefix: String

    init(prefix: String, _ pairs: [(UInt16, String)]) {
        self.prefix = prefix
        names = Dictionary(pairs) { first, _ in first }
        codes = Dictionary(pairs.map { ($1, $0) }) { first, _ in first }
    }

    func name(of code: UInt16) -> String { names[code] ?? prefix + String(code) }

    /// The code of a name or of prefix and number, in any case.
    func code(of text: some StringProtocol) -> UInt16? {
        guard text.utf8.allSatisfy({ $0 < 0x80 }) else { return nil }
        let upper = text.uppercased()
        if let code = codes[upper] { return code }
        guard upper.hasPrefix(prefix) else { return nil }
        let digits = upper.utf8.dropFirst(prefix.utf8.count)
        guard digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        return UInt16(String(digits) ?? "")
    }
}
