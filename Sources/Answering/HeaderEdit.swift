/// Flags of a response that are set or cleared, whatever answers.
package struct HeaderEdit: Hashable, Sendable {
    /// A flag of the header (RFC 1035 §4.1.1), by its bit in the second 16.
    package enum Flag: UInt16, Sendable {
        case aa = 0x0400
        case rd = 0x0100
        case ra = 0x0080
    }

    private(set) var set: UInt16 = 0
    private(set) var clear: UInt16 = 0

    package init() {}

    /// Sets or clears `flag`: what was said of it before no longer counts.
    package mutating func force(_ flag: Flag, to isSet: Bool) {
        set = set & ~flag.rawValue | (isSet ? flag.rawValue : 0)
        clear = clear & ~flag.rawValue | (isSet ? 0 : flag.rawValue)
    }

    /// Both edits as one, where `later` has the last word.
    package func followed(by later: HeaderEdit) -> HeaderEdit {
        var edit = self
        edit.set = set & ~later.clear | later.set
        edit.clear = clear & ~later.set | later.clear
        return edit
    }
}
