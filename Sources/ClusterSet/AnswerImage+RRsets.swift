import DNSWire
import RecordStore

/// The most octets of records that are worth keeping: a set that goes beyond fits into no message, and is cut by the writer.
private let messageReach = 65_535

/// Images whose answers and glue might end beyond this many octets have no glue: compression pointers reach no further (RFC 1035
/// §4.1.4), and a client that takes as much may as well ask.
private let glueReach = 16_000

/// The longest TTL of the SOA, and so of a negative answer, in seconds.
private let negativeTTL: UInt32 = 300

private let nameServerLabels = wireLabels("ns", "dns")
private let hostmasterLabels = wireLabels("hostmaster")

extension AnswerImage {
    /// The addresses of the QNAME that are of `type`, or nil when there is none.
    static func addresses(_ addresses: [IPAddress], type: RRType, ttl: UInt32) -> AnswerImage? {
        let fitting = addresses.filter { $0.type == type }
        guard !fitting.isEmpty else { return nil }
        var image = AnswerImageBuilder()
        for address in fitting where image.position <= messageReach {
            image.begin(.answer, owner: .question, type: type, ttl: ttl)
            image.append(address)
        }
        return image.finish()
    }

    /// SRV records of the QNAME for `locations`, each target and port once, then the addresses of the targets if `hasGlue`;
    /// nil when there is no address.
    ///
    /// The weights of as many records as there are addresses share 100.
    static func services(
        _ locations: [Location], targets: [Target], ttl: UInt32, hasGlue: Bool = true
    ) -> AnswerImage? {
        let addressCount = locations.reduce(0) { $0 + $1.addressCount }
        guard addressCount > 0 else { return nil }
        let weight = UInt16(max(1, 100 / addressCount))
        var image = AnswerImageBuilder()
        var seen: Set<Location.Identity> = []
        var written: Set<Int> = []
        var hosts: [(position: Int, addresses: [IPAddress])] = []
        for location in locations where image.position <= messageReach {
            guard location.addressCount > 0,
                locations.count == 1 || seen.insert(location.identity).inserted
            else { continue }
            image.begin(.answer, owner: .question, type: .srv, ttl: ttl)
            image.append(bigEndian: UInt16(0))
            image.append(bigEndian: weight)
            image.append(bigEndian: location.port.number)
            let target = targets[location.target]
            if locations.count == 1 || written.insert(location.target).inserted {
                hosts.append((image.position, target.addresses))
            }
            image.append(.inFull(target.name))
        }
        if hasGlue { image.appendGlue(hosts, ttl: ttl) }
        return image.finish()
    }

    /// The NS record at the apex, whose name server is `ns.dns` below the QNAME.
    static func nameServer(addresses: [IPAddress], ttl: UInt32) -> AnswerImage {
        var image = AnswerImageBuilder()
        image.begin(.answer, owner: .question, type: .ns, ttl: ttl)
        let position = image.position
        image.append(labels: nameServerLabels, .question)
        image.appendGlue([(position, addresses)], ttl: ttl)
        return image.finish()
    }

    /// The zone's SOA in the authority section of any negative answer.
    static func soa(origin: Name, serial: UInt32, ttl: UInt32) -> AnswerImage {
        let apex = NameReference.questionSuffix(length: origin.wire.count)
        var image = AnswerImageBuilder()
        image.begin(.authority, owner: apex, type: .soa, ttl: min(ttl, negativeTTL))
        image.append(labels: nameServerLabels, apex)
        image.append(labels: hostmasterLabels, apex)
        for number in [serial, 7200, 1800, 86_400, ttl] { image.append(bigEndian: number) }
        return image.finish()
    }

    /// One TXT record of the QNAME, of one string.
    static func text(_ text: String, ttl: UInt32) -> AnswerImage {
        var image = AnswerImageBuilder()
        image.begin(.answer, owner: .question, type: .txt, ttl: ttl)
        image.append(characterString(text))
        return image.finish()
    }

    /// What stands in for all types of a name (RFC 8482 §4.2).
    static func any(ttl: UInt32) -> AnswerImage {
        var image = AnswerImageBuilder()
        image.begin(.answer, owner: .question, type: .hinfo, ttl: ttl)
        image.append(characterString("RFC8482") + characterString(""))
        return image.finish()
    }
}

extension AnswerImageBuilder {
    /// Appends the RDATA of the record that holds an address: 4 octets or 16.
    fileprivate mutating func append(_ address: IPAddress) {
        switch address {
        case .v4(let number): append(bigEndian: number)
        case .v6(let number): append(bigEndian: number)
        }
    }

    /// Adds the addresses of hosts whose names stand at `position` in the image: all of them, or none when they are too many.
    fileprivate mutating func appendGlue(_ hosts: [(position: Int, addresses: [IPAddress])], ttl: UInt32) {
        let glue = hosts.reduce(0) { $0 + $1.addresses.count * 28 }
        guard position + glue <= glueReach else { return }
        for type in [RRType.a, .aaaa] {
            for host in hosts {
                for address in host.addresses where address.type == type {
                    begin(.additional, owner: .earlier(position: host.position), type: type, ttl: ttl)
                    append(address)
                }
            }
        }
    }
}
