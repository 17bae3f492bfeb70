extension RData {
    /// The options of an OPT record (RFC 6891 §6.1.2). The rest of EDNS stands in the record's class and TTL: see `EDNS`.
    public struct OPT: Hashable, Sendable {
        /// The options in their order.
        public var options: [EDNSOption]

        /// The data of these options.
        public init(_ options: [EDNSOption] = []) { self.options = options }
    }
}

extension RData.OPT: RDataFields {
    var type: RRType { .opt }

    init(reading reader: inout MessageReader) throws(FormatError) {
        options = []
        while !reader.isAtEnd { options.append(try EDNSOption(reading: &reader)) }
    }

    var length: Int { options.reduce(0) { $0 + 4 + $1.length } }

    func write(to writer: inout MessageWriter) {
        for option in options { option.write(to: &writer) }
    }

    /// The options, separated by semicolons: for people, since no file holds them (RFC 6891 §6.1.1).
    public var description: String { options.map(\.description).joined(separator: "; ") }
}
