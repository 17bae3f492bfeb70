import ClusterSet
import DNSWire
import RecordStore

/// One of many ClusterSetIP services with one address and one named port, as an object and as the owner published for it.
/// Its versions differ in the address: the even ones are alike, and so are the odd ones.
struct SampleService {
    let index: Int
    var version = 0

    /// The name in presentation format.
    var name: String { "\(id.name).\(id.namespace).svc.clusterset.local." }

    private var id: ObjectName { ObjectName(namespace: "namespace\(index % 50)", name: "service\(index)") }
    private var address: UInt32 { 10 << 24 | UInt32(version % 2) << 23 | UInt32(index) }

    var object: ServiceImport {
        ServiceImport(
            id: id, kind: .clusterSetIP, ips: ["\(IPAddress.v4(address))"],
            ports: [ServicePort(name: "http", transport: .tcp, number: 80)])
    }

    /// A, SRV with glue, and the names of the port.
    var owner: OwnerBuilder {
        var owner = OwnerBuilder(Name(name) ?? .root)
        let octets = [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: address >> $0) }

        var addresses = AnswerImageBuilder()
        addresses.begin(.answer, owner: .question, type: .a, ttl: 5)
        addresses.append(octets)

        var locations = AnswerImageBuilder()
        locations.begin(.answer, owner: .question, type: .srv, ttl: 5)
        locations.append([0, 0, 0, 100, 0, 80])
        let target = locations.position
        locations.append(.inFull(owner.name))
        locations.begin(.additional, owner: .earlier(position: target), type: .a, ttl: 5)
        locations.append(octets)
        let services = locations.finish()

        owner.sets = [(.a, addresses.finish()), (.srv, services)]
        owner.branches = [
            .init(labels: [5] + "_http".utf8 + [4] + "_tcp".utf8, type: .srv, image: services),
            .init(labels: [4] + "_tcp".utf8, type: nil, image: nil),
        ]
        return owner
    }
}

/// The names of `count` services, in presentation format.
func serviceNames(count: Int) -> [String] { (0..<count).map { SampleService(index: $0).name } }
