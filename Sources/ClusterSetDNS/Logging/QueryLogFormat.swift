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

    /// What an object says of a query, besides what all of them say; nil: the text is its message.
    private enum Fields: Sendable {
        case common
        /// The same and the OPCODE.
        case combined
    }

    private let parts: [Part]
    private let fields: Fields?

    /// The format of `text`; what looks like a placeholder and is none stays text.
    init(_ text: String = common) {
        fields = text == Self.common ? .common : text == Self.combined ? .combined : nil
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

    /// Puts what there is to say of one query and its response into `line`, but not its end.
    func write(
        _ query: borrowing Query, response: LoggedResponse, seconds: Double, into line: inout LogLine
    ) {
        if line.form == .json, let fields {
            return write(fields, query, response, seconds, into: &line)
        }
        let isJSON = line.form == .json
        if isJSON { line.put(",\"message\":\"") }
        for index in parts.indices {
            switch parts[index] {
            case .text(let text): line.putContent(text)
            case .metadata: line.put("-")
            case .field(let field): write(field, query, response, seconds, into: &line)
            }
        }
        if isJSON { line.put("\"") }
    }

    private func write(
        _ fields: Fields, _ query: borrowing Query, _ response: LoggedResponse, _ seconds: Double,
        into line: inout LogLine
    ) {
        line.put(",\"client\":\"")
        line.putContent(query.client.ipAddress)
        line.put("\",\"port\":")
        write(.port, query, response, seconds, into: &line)
        line.put(",\"id\":")
        write(.id, query, response, seconds, into: &line)
        line.put(",\"type\":\"")
        write(.type, query, response, seconds, into: &line)
        line.put("\",\"class\":\"")
        write(.class, query, response, seconds, into: &line)
        line.put("\",\"name\":\"")
        write(.name, query, response, seconds, into: &line)
        line.put("\",\"proto\":\"")
        write(.proto, query, response, seconds, into: &line)
        line.put("\",\"size\":")
        write(.size, query, response, seconds, into: &line)
        line.put(",\"do\":")
        write(.wantsDNSSEC, query, response, seconds, into: &line)
        line.put(",\"bufsize\":")
        write(.payloadSize, query, response, seconds, into: &line)
        line.put(",\"rcode\":\"")
        write(.rcode, query, response, seconds, into: &line)
        line.put("\",\"flags\":\"")
        write(.flags, query, response, seconds, into: &line)
        line.put("\",\"rsize\":")
        write(.rsize, query, response, seconds, into: &line)
        line.put(",\"duration\":")
        line.put(seconds: seconds)
        if case .combined = fields { line.put(",\"opcode\":0") }
    }

    private func write(
        _ field: Field, _ query: borrowing Query, _ response: LoggedResponse, _ seconds: Double,
        into line: inout LogLine
    ) {
        switch field {
        case .type: line.put(query.type.description)
        case .name: line.putContent(name: query.name)
        case .class: line.put(query.rrclass.description)
        case .proto: line.put(query.client.transport == .udp ? "udp" : "tcp")
        case .remote: line.put(bracketed: query.client.ipAddress)
        case .local: line.put(bracketed: query.client.localIPAddress)
        case .size: line.put(UInt(query.octets.count))
        case .port: line.put(query.client.port)
        case .duration:
            line.put(seconds: seconds)
            line.put("s")
        case .rcode: line.put(response.rcode.description)
        case .rsize: line.put(UInt(response.uncompressedLength))
        case .flags: line.put(response.flags)
        case .payloadSize: line.put(query.payloadSize)
        case .wantsDNSSEC: line.put(query.outline.wantsDNSSEC ? "true" : "false")
        case .id: line.put(query.id)
        case .opcode: line.put("0")
        }
    }
}

extension Query {
    /// What the client takes over its transport: 65,535 over a stream, else its EDNS size, else 512.
    fileprivate var payloadSize: UInt {
        guard client.transport == .udp else { return 65_535 }
        return outline.hasOPT ? max(512, UInt(outline.payloadSize)) : 512
    }
}

extension LogLine {
    /// The address, an IPv6 address in brackets.
    fileprivate mutating func put(bracketed address: IPAddress) {
        switch address {
        case .v4: putContent(address)
        case .v6:
            put("[")
            putContent(address)
            put("]")
        }
    }

    /// The flags that are set, in the order of the header, with commas between.
    fileprivate mutating func put(_ flags: Header.Flags) {
        var isFirst = true
        var bit: UInt16 = 0x8000
        while bit > 0 {
            if let name = Self.name(ofFlag: flags.rawValue & bit) {
                if !isFirst { put(",") }
                put(name)
                isFirst = false
            }
            bit >>= 1
        }
    }

    /// The name of the only flag in `bit`; nil when it is none.
    private static func name(ofFlag bit: UInt16) -> String? {
        switch Header.Flags(rawValue: bit) {
        case .qr: "qr"
        case .aa: "aa"
        case .tc: "tc"
        case .rd: "rd"
        case .ra: "ra"
        case .z: "z"
        case .ad: "ad"
        case .cd: "cd"
        default: nil
        }
    }
}
