import ClusterSet

extension ServiceImport {
    /// From the fields of KEP-1645 "ServiceImport"; both API versions have the same ones.
    init(_ root: YAMLField, id: ObjectName) throws(YAMLError) {
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
            ips: try spec["ips"].items().map { (ip) throws(YAMLError) in try ip.requiredString() },
            ports: try spec["ports"].items().map { (port) throws(YAMLError) in
                guard let port = try ServicePort(port) else { throw try port["port"].expectedPort }
                return port
            },
            hasSlices: try root["status"]["endpointSliceObjects"].string() != "Absent"
        )
    }
}

extension ServicePort {
    /// Nil when the port has no number.
    init?(_ port: YAMLField) throws(YAMLError) {
        let transport = try port["protocol"]
        guard let value = TransportProtocol(rawValue: try transport.string() ?? "TCP") else {
            throw transport.expected("TCP, UDP or SCTP")
        }
        guard let number = try port["port"].port() else { return nil }
        self.init(name: try port["name"].string() ?? "", transport: value, number: number)
    }
}
