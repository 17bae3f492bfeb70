import DNSWire

/// Queries to send and responses that came, as octets.
enum Message {
    /// A query for `name`, which has one label per dot, and `type`.
    static func query(_ id: UInt16, _ name: String = "svc.example", _ type: RRType = .a) -> [UInt8] {
        var octets = number(id) + [0, 0, 0, 1, 0, 0, 0, 0, 0, 0]
        for label in name.split(separator: ".") {
            octets += [UInt8(label.utf8.count)] + Array(label.utf8)
        }
        return octets + [0] + number(type.rawValue) + [0, 1]
    }

    /// `message` behind its length.
    static func frame(_ message: [UInt8]) -> [UInt8] { number(UInt16(message.count)) + message }

    /// The queries with IDs `ids`, each behind its length.
    static func frames(_ ids: Range<UInt16>, _ type: RRType = .a) -> [UInt8] {
        ids.flatMap { frame(query($0, "n\($0).example", type)) }
    }

    /// The ID, if `octets` are a response with NOERROR and the question that `query` makes for that ID.
    static func id(of octets: [UInt8]) -> UInt16? {
        guard octets.count >= 12, octets[2] & 0x80 != 0, octets[3] & 0x0F == 0 else { return nil }
        return UInt16(octets[0]) << 8 | UInt16(octets[1])
    }

    static func rcode(of octets: [UInt8]) -> UInt8? { octets.count >= 12 ? octets[3] & 0x0F : nil }

    private static func number(_ value: UInt16) -> [UInt8] { [UInt8(value >> 8), UInt8(value & 0xFF)] }
}
