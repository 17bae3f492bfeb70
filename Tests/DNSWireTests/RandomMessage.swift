import DNSWire

extension SeededGenerator {
    /// A message of random entries, their names akin enough to be compressed.
    mutating func message() -> Message {
        var message = Message(
            id: UInt16.random(in: 0...0xFFFF, using: &self),
            opcode: Opcode(rawValue: UInt8.random(in: 0...15, using: &self)),
            flags: Header.Flags(rawValue: UInt16.random(in: 0...0xFFFF, using: &self)))
        message.questions = entries(upTo: 2) { Question($0.name(), RRType(rawValue: 1), class: .in) }
        message.answer = entries(upTo: 8) { $0.record() }
        message.authority = entries(upTo: 3) { $0.record() }
        message.additional = entries(upTo: 4) { $0.record() }
        if Bool.random(using: &self) { message.edns = edns() }
        message.rcode = RCode(
            rawValue: UInt16.random(in: 0...(message.edns == nil ? 15 : 4095), using: &self))
        return message
    }

    mutating func name() -> Name {
        var name = Name.root
        for _ in 0..<Int.random(in: 0...6, using: &self) {
            let words = ["svc", "SVC", "clusterset", "local", "a", "_tcp", "*"]
            let isWord = Int.random(in: 0...5, using: &self) > 0
            let label = isWord ? Array(words.randomElement(using: &self)?.utf8 ?? "a".utf8) : octets(upTo: 63)
            name = name.prepending(label: label) ?? name
        }
        return name
    }

    mutating func record() -> ResourceRecord {
        let ttl = TTL(seconds: UInt32.random(in: 0...0xFFFF_FFFF, using: &self))
        let isInternet = Int.random(in: 0...9, using: &self) > 0
        let rdata = isInternet ? rdata() : .unknown(RData.Unknown(type: .a, octets: octets(upTo: 8)))
        return ResourceRecord(name(), ttl: ttl, class: isInternet ? .in : .ch, rdata)
    }

    mutating func edns() -> EDNS {
        var edns = EDNS(options: entries(upTo: 5) { $0.option() })
        edns.udpPayloadSize = UInt16.random(in: 0...0xFFFF, using: &self)
        edns.version = UInt8.random(in: 0...255, using: &self)
        edns.flags = UInt16.random(in: 0...0xFFFF, using: &self)
        return edns
    }

    private mutating func rdata() -> RData {
        switch Int.random(in: 0...10, using: &self) {
        case 0: .a(.init(UInt32.random(in: 0...(.max), using: &self)))
        case 1: .aaaa(.init(UInt128.random(in: 0...(.max), using: &self)))
        case 2: .cname(.init(name()))
        case 3: .ns(.init(name()))
        case 4: .ptr(.init(name()))
        case 5:
            .soa(
                .init(
                    mname: name(), rname: name(), serial: UInt32.random(in: 0...(.max), using: &self),
                    refresh: 1, retry: 2, expire: 3, minimum: 4))
        case 6: .srv(.init(priority: 1, weight: 2, port: 53, target: name()))
        case 7: .txt(.init(entries(upTo: 3) { $0.string() }))
        case 8: .mx(.init(preference: 10, exchange: name()))
        case 9: .hinfo(.init(cpu: string(), os: string()))
        default: .unknown(.init(type: RRType(rawValue: 65_280), octets: octets(upTo: 40)))
        }
    }

    private mutating func option() -> EDNSOption {
        switch Int.random(in: 0...5, using: &self) {
        case 0: .nsid(octets(upTo: 20))
        case 1: .padding(length: UInt16.random(in: 0...200, using: &self))
        case 2: .extendedError(ExtendedError(.notReady, text: "wait"))
        case 3: .tcpKeepalive(timeout: Bool.random(using: &self) ? nil : 300)
        case 4: Cookie(client: [1, 2, 3, 4, 5, 6, 7, 8]).map { .cookie($0) } ?? .nsid([])
        default: .unknown(code: EDNSOptionCode(rawValue: 65_001), octets: octets(upTo: 20))
        }
    }

    private mutating func string() -> CharacterString {
        CharacterString(octets: octets(upTo: 255)) ?? ""
    }

    private mutating func entries<Entry>(
        upTo count: Int, _ make: (inout SeededGenerator) -> Entry
    ) -> [Entry] {
        (0..<Int.random(in: 0...count, using: &self)).map { _ in make(&self) }
    }
}
