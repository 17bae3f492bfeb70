extension ResourceRecord: CustomStringConvertible, LosslessStringConvertible {
    /// A record from one line of a zone file that leaves nothing out: owner, TTL, class, type and data (RFC 1035 §5.1).
    ///
    /// Data may be in the generic form (RFC 3597 §5), and must be when its type has no other one here.
    public init(presentation line: String) throws(PresentationError) {
        var text = PresentationReader(line.utf8Span.span)
        let owner = try text.readName()
        let ttl = TTL(rawValue: try text.readNumber(upTo: TTL.maximum.rawValue))
        let recordClass = try text.readClass()
        let type = try text.readType()
        let rdata = try RData(parsing: &text, type: type, class: recordClass)
        try text.expectEnd()
        self.init(owner, ttl: ttl, class: recordClass, rdata)
    }

    /// A record from one line of a zone file, as `init(presentation:)`; nil when it is none.
    public init?(_ line: String) {
        do throws(PresentationError) {
            try self.init(presentation: line)
        } catch {
            return nil
        }
    }

    /// Owner, TTL, class, type and data on one line, as `init(presentation:)` reads it; an OPT record's options are for
    /// people only.
    public var description: String { "\(owner) \(ttl) \(`class`) \(type) \(rdata)" }
}

extension RData {
    /// Parses the data of a record of that type and class, in its own or the generic form.
    init(parsing text: inout PresentationReader, type: RRType, class: RRClass) throws(PresentationError) {
        guard type != .opt else { throw text.error(.type) }
        if let octets = try text.readGenericRData() {
            do throws(FormatError) {
                self = try RData(wire: octets, type: type, class: `class`)
                return
            } catch {
                throw text.error(.rdata)
            }
        }
        guard RData.hasForm(type, class: `class`) else { throw text.error(.form) }
        switch type {
        case .a: self = .a(try A(parsing: &text))
        case .aaaa: self = .aaaa(try AAAA(parsing: &text))
        case .cname: self = .cname(try CNAME(parsing: &text))
        case .ns: self = .ns(try NS(parsing: &text))
        case .ptr: self = .ptr(try PTR(parsing: &text))
        case .soa: self = .soa(try SOA(parsing: &text))
        case .srv: self = .srv(try SRV(parsing: &text))
        case .txt: self = .txt(try TXT(parsing: &text))
        case .mx: self = .mx(try MX(parsing: &text))
        case .hinfo: self = .hinfo(try HINFO(parsing: &text))
        default: throw text.error(.form)
        }
    }
}
