import ClusterSet

extension ServiceImport {
    /// From the fields of KEP-1645 "ServiceImport"; both API versions have the same ones.
    init<Field: ObjectField & ~Escapable>(_ root: Field, id: ObjectName) throws(Field.Failure) {
        let spec = try root["spec"]
        let type = try spec["type"]
        let kind: Kind
        switch try type.string() {
        case "ClusterSetIP": kind = .clusterSetIP
        case "Headless": kind = .headless
        default: throw type.expected("ClusterSetIP or Headless")
        }
        self.init(
            id: id, kind: kind,
            ips: try spec["ips"].items { (ip) throws(Field.Failure) in try ip.requiredString() },
            ports: try spec["ports"].items { (port) throws(Field.Failure) in
                guard let port = try ServicePort(port) else { throw try port["port"].expectedPort }
                return port
            },
            hasSlices: try root["status"]["endpointSliceObjects"].string() != "Absent"
        )
    }
}

extension ServicePort {
    /// Nil when the port has no number.
    init?<Field: ObjectField & ~Escapable>(_ port: Field) throws(Field.Failure) {
        let transport = try port["protocol"]
        guard let value = TransportProtocol(rawValue: try transport.string() ?? "TCP") else {
            throw transport.expected("TCP, UDP or SCTP")
        }
        guard let number = try port["port"].port() else { return nil }
        self.init(name: try port["name"].string() ?? "", transport: value, number: number)
    }
}
