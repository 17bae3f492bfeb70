/// The data of a resource record, by type. What this library has no form for is kept as octets (RFC 3597).
public enum RData: Hashable, Sendable {
    /// An IPv4 address.
    case a(A)
    /// An IPv6 address.
    case aaaa(AAAA)
    /// The canonical name of an alias.
    case cname(CNAME)
    /// An authoritative name server.
    case ns(NS)
    /// A pointer to another name.
    case ptr(PTR)
    /// The start of a zone of authority.
    case soa(SOA)
    /// The location of a service.
    case srv(SRV)
    /// Text strings.
    case txt(TXT)
    /// A mail exchange.
    case mx(MX)
    /// Host information.
    case hinfo(HINFO)
    /// The options of EDNS(0).
    case opt(OPT)
    /// Octets of any other type, or of another class than the type is defined for.
    case unknown(Unknown)

    /// An A or AAAA record's data.
    public init(_ address: IPAddress) {
        switch address {
        case .v4(let number): self = .a(A(number))
        case .v6(let number): self = .aaaa(AAAA(number))
        }
    }

    /// Data from its octets alone: exactly these, names in them uncompressed.
    public init(wire: [UInt8], type: RRType, class: RRClass = .in) throws(FormatError) {
        var reader = MessageReader(wire.span, allowsPointers: false)
        self = try RData(reading: &reader, type: type, class: `class`)
    }

    /// The type of a record with this data.
    public var type: RRType { fields.type }

    /// The data in wire form, no name in it compressed: RDLENGTH octets.
    public var octets: [UInt8] {
        var message = [UInt8](repeating: 0, count: Header.length + fields.length)
        var writer = MessageWriter(message.mutableSpan, header: Header(id: 0))
        writer.compressesNames = false
        fields.write(to: &writer)
        message.removeFirst(Header.length)
        return message
    }

    /// The fields of whichever case this is.
    var fields: any RDataFields {
        switch self {
        case .a(let fields): fields
        case .aaaa(let fields): fields
        case .cname(let fields): fields
        case .ns(let fields): fields
        case .ptr(let fields): fields
        case .soa(let fields): fields
        case .srv(let fields): fields
        case .txt(let fields): fields
        case .mx(let fields): fields
        case .hinfo(let fields): fields
        case .opt(let fields): fields
        case .unknown(let fields): fields
        }
    }

    /// Reads all that is left to read.
    init(reading reader: inout MessageReader, type: RRType, class: RRClass) throws(FormatError) {
        guard RData.hasForm(type, class: `class`, isEmpty: reader.isAtEnd) else {
            self = .unknown(Unknown(type: type, octets: try reader.readRest()))
            return
        }
        switch type {
        case .a: self = .a(try A(reading: &reader))
        case .aaaa: self = .aaaa(try AAAA(reading: &reader))
        case .cname: self = .cname(try CNAME(reading: &reader))
        case .ns: self = .ns(try NS(reading: &reader))
        case .ptr: self = .ptr(try PTR(reading: &reader))
        case .soa: self = .soa(try SOA(reading: &reader))
        case .srv: self = .srv(try SRV(reading: &reader))
        case .txt: self = .txt(try TXT(reading: &reader))
        case .mx: self = .mx(try MX(reading: &reader))
        case .hinfo: self = .hinfo(try HINFO(reading: &reader))
        case .opt: self = .opt(try OPT(reading: &reader))
        default: self = .unknown(Unknown(type: type, octets: try reader.readRest()))
        }
        guard reader.isAtEnd else { throw .rdataLength(offset: reader.offset) }
    }

    /// Whether data of that type has its own form in that class: addresses and SRV are the Internet's, and what an
    /// update deletes or asks for has no data (RFC 2136 §2.4).
    static func hasForm(_ type: RRType, class: RRClass, isEmpty: Bool = false) -> Bool {
        switch type {
        case .opt: true
        case .a, .aaaa, .srv: `class` == .in
        default: !(isEmpty && (`class` == .any || `class` == .none))
        }
    }
}

extension RData: CustomStringConvertible {
    /// The data in presentation format.
    public var description: String { fields.description }
}

/// What the data of each type does. (Reading and parsing are initialisers, each called by its name.)
protocol RDataFields: Hashable, Sendable, CustomStringConvertible {
    /// The type of a record with these fields.
    var type: RRType { get }
    /// The octets that the fields take when no name is compressed.
    var length: Int { get }
    /// Writes the fields, without their length.
    func write(to writer: inout MessageWriter)
}
