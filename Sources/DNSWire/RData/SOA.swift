extension RData {
    /// The start of a zone of authority (RFC 1035 §3.3.13).
    public struct SOA: Hashable, Sendable {
        /// The primary name server of the zone.
        public var mname: Name
        /// The mailbox of whoever answers for the zone, its first label the local part.
        public var rname: Name
        /// The version of the zone, in serial number arithmetic (RFC 1982).
        public var serial: UInt32
        /// Seconds between two looks of a secondary.
        public var refresh: UInt32
        /// Seconds until a look that failed is tried again.
        public var retry: UInt32
        /// Seconds without a look after which a secondary no longer answers.
        public var expire: UInt32
        /// Seconds for which a negative response may be cached (RFC 2308 §4).
        public var minimum: UInt32

        /// The data of a zone's SOA record.
        public init(
            mname: Name, rname: Name, serial: UInt32, refresh: UInt32, retry: UInt32, expire: UInt32,
            minimum: UInt32
        ) {
            self.mname = mname
            self.rname = rname
            self.serial = serial
            self.refresh = refresh
            self.retry = retry
            self.expire = expire
            self.minimum = minimum
        }
    }
}

extension RData.SOA: RDataFields {
    var type: RRType { .soa }

    init(reading reader: inout MessageReader) throws(FormatError) {
        mname = Name(try reader.readName())
        rname = Name(try reader.readName())
        serial = try reader.readUInt32()
        refresh = try reader.readUInt32()
        retry = try reader.readUInt32()
        expire = try reader.readUInt32()
        minimum = try reader.readUInt32()
    }

    init(parsing text: inout PresentationReader) throws(PresentationError) {
        mname = try text.readName()
        rname = try text.readName()
        serial = try text.readNumber()
        refresh = try text.readNumber()
        retry = try text.readNumber()
        expire = try text.readNumber()
        minimum = try text.readNumber()
    }

    var length: Int { mname.wire.count + rname.wire.count + 20 }

    func write(to writer: inout MessageWriter) {
        writer.put(mname, compressed: true)
        writer.put(rname, compressed: true)
        for number in [serial, refresh, retry, expire, minimum] { writer.put(number) }
    }

    /// The seven fields in presentation format, on one line.
    public var description: String { "\(mname) \(rname) \(serial) \(refresh) \(retry) \(expire) \(minimum)" }
}
