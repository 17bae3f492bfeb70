import ClusterSet
import DNSWire
import Testing

struct ModelTests {
    @Test(
        "A cluster id is one label or two, in lower case",
        arguments: [
            ("east", ["east"]), ("East-1", ["east-1"]), ("member.Location", ["member", "location"]),
            ("0", ["0"]), (String(repeating: "a", count: 63), [String(repeating: "a", count: 63)]),
        ])
    func clusterID(text: String, labels: [String]) {
        #expect(ClusterID(text)?.labels == labels)
    }

    @Test(
        "What is not one or two labels is no cluster id",
        arguments: [
            "", ".", "a.", ".a", "a.b.c", "-a", "a-", "a.-b", "a_b", "a b", "é",
            String(repeating: "a", count: 64),
        ])
    func noClusterID(text: String) {
        #expect(ClusterID(text) == nil)
    }

    @Test("Cluster ids that differ in case are the same")
    func clusterIDsFold() {
        #expect(ClusterID("EAST") == ClusterID("east"))
    }

    @Test("An import keeps each address once, in order, and passes over what is none")
    func importAddresses() {
        let object = ServiceImport(
            id: ObjectName(namespace: "shop", name: "web"), kind: .clusterSetIP,
            ips: ["None", "10.0.0.2", "", "10.0.0.1", "10.0.0.2", "10.0.0.256", "fd00::1", "web"], ports: [])
        #expect(object.addresses == [.v4(0x0A00_0002), .v4(0x0A00_0001), .v6(0xFD00 << 112 | 1)])
    }

    @Test("An endpoint keeps each address once, and passes over what is none")
    func endpointAddresses() {
        let endpoint = Endpoint(addresses: ["10.0.0.1", "10.0.0.1", "host"], hostname: nil, isReady: true)
        #expect(endpoint.addresses == [.v4(0x0A00_0001)])
    }

    @Test("A collection of few elements is that of an array", arguments: 0...3)
    func few(count: Int) {
        let elements = Array(0..<count)
        #expect(Array(Few(elements)) == elements)
        #expect(Few(elements).count == count)
        #expect(Few(elements) == Few(elements))
        #expect(Few(elements) != Few(elements + [9]))
    }
}
