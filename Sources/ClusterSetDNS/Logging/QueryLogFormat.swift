import Answering
import DNSWire

/// The form of a line of the query log: text and placeholders, as CoreDNS writes them.
struct QueryLogFormat: Sendable {
    /// CoreDNS's Common Log Format.
    static let common =
        #"{remote}:{port} - {>id} "{type} {class} {name} {proto} {size} {>do} {>bufsize}" {rcode} {>rflags} {rsize} {duration}"#
    /// The same with the OPCODE.
    static let combined = common + #" "{>opcode}""#

    private enum Part: Sendable {
        case text(String)
        case field(Field)
        /// `{/LABEL}`: metadata, of which there is none here.
        case metadata
    }

    /// What a placeholder stands for.
    private enum Field: String, Sendable {
        case type, name, `class`, proto, remote, local, size, port, duration, rcode, rsize
        case flags = ">rflags"
        case payloadSize = ">bufsize"
        case wantsDNSSEC = ">do"
        case id = ">id"
        case opcode = ">opcode"
    }

    private let parts: [Part]

    /// The format of `text`; what looks like a placeholder and is none stays text.
    init(_ text: String = common) {
        var parts: [Part] = []
        var literal = ""
        var rest = text[...]
        while let close = rest.firstIndex(of: "}") {
            guard let open = rest[..<close].lastIndex(of: "{") else {
                literal += rest[...close]
                rest = rest[rest.index(after: close)...]
                continue
            }
            let label = String(rest[rest.index(after: open)..<close])
            let part: Part? = label.hasPrefix("/") ? .metadata : Field(rawValue: label).map(Part.field)
            literal += rest[..<(part == nil ? rest.index(after: close) : open)]
            if let part {
                if !literal.isEmpty { parts.append(.text(literal)) }
                literal = ""
                parts.append(part)
            }
            rest = rest[rest.index(after: close)...]
        }
        literal += rest
        if !literal.isEmpty { parts.append(.text(literal)) }
        self.parts = parts
    }

    /// The line for one query and its response.
    func line(_ query: borrowing Query, response: borrowing LoggedResponse, seconds: Double) -> String {
        var line = ""
        for index in parts.indices {
            switch parts[index] {
            case .text(let text): line += text
            case .metadata: line += "-"
            case .field(let field): line += Self.value(of: field, query, response, seconds)
            }
        }
        return line
    }

    private static func value(
        of field: Field, _ query: borrowing Query, _ response: borrowing LoggedResponse, _ seconds: Double
    ) -> String {
        switch field {
        case .type: query.type.description
        case .name: query.qname.folded.description
        case .class: query.rrclass.description
        case .proto: query.client.transport == .udp ? "udp" : "tcp"
        case .remote: query.client.ipAddress.bracketed
        case .local: query.client.localIPAddress.bracketed
        case .size: String(query.octets.count)
        case .port: String(query.client.port)
        case .duration: "\(decimal(seconds))s"
        case .rcode: response.rcode.description
        case .rsize: String(response.uncompressedLength)
        case .flags: response.flags
        case .payloadSize: String(query.payloadSize)
        case .wantsDNSSEC: String(query.outline.wantsDNSSEC)
        case .id: String(query.id)
        case .opcode: "0"
        }
    }

    /// `seconds` to the nanosecond, without an exponent.
    private static func decimal(_ seconds: Double) -> String {
        let nanoseconds = UInt64(max(0, min(seconds, 1e9)) * 1e9)
        let fraction = String(nanoseconds % 1_000_000_000)
        let digits = String(repeating: "0", count: 9 - fraction.count) + fraction
        return "\(nanoseconds / 1_000_000_000).\(digits)"
    }
}

extension Query {
    /// What the client takes over its transport: 65,535 over a stream, else its EDNS size, else 512.
    fileprivate var payloadSize: Int {
        guard client.transport == .udp else { return 65_535 }
        return outline.hasOPT ? max(512, Int(outline.payloadSize)) : 512
    }
}

extension IPAddress {
    /// The address, an IPv6 address in brackets.
    fileprivate var bracketed: String {
        switch self {
        case .v4: description
        case .v6: "[\(description)]"
        }
    }
}
