extension RData {
    /// Host information (RFC 1035 §3.3.2); in answers to ANY, the mark that there is no more (RFC 8482 §4.2).
    public struct HINFO: Hashable, Sendable {
        /// The kind of machine.
        public var cpu: CharacterString
        /// The kind of operating system.
        public var os: CharacterString

        /// The data of a host of `cpu` and `os`.
        public init(cpu: CharacterString, os: CharacterString) {
            self.cpu = cpu
            self.os = os
        }
    }
}

extension RData.HINFO: RDataFields {
    var type: RRType { .hinfo }

    init(reading reader: inout MessageReader) throws(FormatError) {
        cpu = try CharacterString(reading: &reader)
        os = try CharacterString(reading: &reader)
    }

    init(parsing text: inout PresentationReader) throws(PresentationError) {
        cpu = try text.readCharacterString()
        os = try text.readCharacterString()
    }

    var length: Int { cpu.length + os.length }

    func write(to writer: inout MessageWriter) {
        cpu.write(to: &writer)
        os.write(to: &writer)
    }

    /// The two strings in quotes.
    public var description: String { "\(cpu) \(os)" }
}
