import DNSWire

// What stands of a service, written and read: what comes first here comes first there.

extension OctetWriter {
    mutating func append(
        kind: ServiceImport.Kind?, hidesWhenEmpty: Bool, _ addresses: Few<IPAddress>,
        _ ports: Few<ServicePort>
    ) {
        append(ServiceFlags(kind: kind, hidesWhenEmpty: hidesWhenEmpty).rawValue)
        append(addresses)
        append(ports)
    }

    mutating func append(_ slice: SliceCount, of service: String) {
        append(slice.name, after: service)
        append(slice.cluster?.description ?? "")
        append(slice.endpoints)
        append(slice.ready)
    }

    mutating func append(_ slice: EndpointSlice, of service: String) {
        append(slice.id.name, after: service)
        append(slice.cluster?.description ?? "")
        append(UInt8(slice.created == nil ? 0 : 1))
        if let created = slice.created { append(bigEndian: created) }
        append(slice.ports)
        append(slice.endpoints.count)
        for endpoint in slice.endpoints {
            append(EndpointFlags.octet(isReady: endpoint.isReady, hasHostname: endpoint.hostname != nil))
            if let hostname = endpoint.hostname { append(hostname) }
            append(endpoint.addresses)
        }
    }
}

extension OctetReader {
    @_lifetime(self: copy self)
    mutating func skipImport() {
        _ = octet()
        for _ in 0..<number() { skip(octet() == 4 ? 4 : 16) }
        for _ in 0..<number() {
            _ = measured()
            skip(3)
        }
    }
}

extension SliceCount {
    init(octets: Span<UInt8>, of service: String) {
        var reader = OctetReader(octets)
        name = reader.text(after: service.utf8Span.span)
        cluster = ClusterID(described: reader.text())
        endpoints = reader.number()
        ready = reader.number()
    }
}

extension EndpointSlice {
    init(octets: Span<UInt8>, of service: ObjectName) {
        var reader = OctetReader(octets)
        id = ObjectName(
            namespace: service.namespace, name: reader.text(after: service.name.utf8Span.span))
        self.service = service.name
        cluster = ClusterID(described: reader.text())
        created = reader.octet() == 0 ? nil : reader.bigEndian()
        ports = reader.ports()
        endpoints = reader.few(of: reader.number()) { reader in
            let flags = reader.octet()
            let hostname = EndpointFlags.hasHostname(flags) ? reader.text() : nil
            return Endpoint(
                at: reader.addresses(), hostname: hostname, isReady: EndpointFlags.isReady(flags))
        }
    }
}

/// What is packed of an endpoint in one octet.
private enum EndpointFlags {
    static func octet(isReady: Bool, hasHostname: Bool) -> UInt8 {
        (isReady ? 1 : 0) | (hasHostname ? 2 : 0)
    }

    static func isReady(_ octet: UInt8) -> Bool { octet & 1 != 0 }
    static func hasHostname(_ octet: UInt8) -> Bool { octet & 2 != 0 }
}
