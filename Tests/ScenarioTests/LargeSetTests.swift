import Testing

/// Sets of a size that no scenario file should have.
struct LargeSetTests {
    @Test(
        "Of addresses that exceed any message, TCP carries as many as fit, and TC",
        arguments: [(4093, 4093, ""), (4094, 4093, " tc"), (10_000, 4093, " tc")])
    func addresses(count: Int, fitting: Int, flag: String) throws {
        // 12 octets of header, 35 of question, 16 a record.
        try run(
            endpoints: count,
            """
            ask big.shop.svc.clusterset.local. A +tcp
                NOERROR aa\(flag)
                answers \(fitting)
            ask big.shop.svc.clusterset.local. A
                NOERROR aa tc
                answers 29
                at most 512 octets
            ask h-4092.east.big.shop.svc.clusterset.local. A
                NOERROR aa
                answer h-4092.east.big.shop.svc.clusterset.local. 5 IN A 10.0.15.252
            """)
    }

    @Test("Of SRV records that exceed any message, TCP carries as many as fit, and TC; UDP none")
    func services() throws {
        // The first thousand records take 58 octets for a number of one digit, 59 for two, 60 for three; then 61 each.
        try run(
            endpoints: 2000,
            """
            ask big.shop.svc.clusterset.local. SRV
                NOERROR aa tc
                answers 0
            ask big.shop.svc.clusterset.local. SRV +tcp
                NOERROR aa tc
                answers 1091
            ask _http._tcp.big.shop.svc.clusterset.local. SRV +tcp
                NOERROR aa tc
                answers 1091
            """)
    }

    /// Asks `questions` about a headless service of so many endpoints, a thousand to a slice.
    private func run(endpoints count: Int, _ questions: String) throws {
        let slices = stride(from: 0, to: count, by: 1000).map { start in
            let endpoints = (start..<min(start + 1000, count)).map {
                "{addresses: [10.0.\($0 >> 8).\($0 & 255)], hostname: h-\($0)}"
            }
            return """
                    ---
                    apiVersion: discovery.k8s.io/v1
                    kind: EndpointSlice
                    metadata:
                      name: big-\(start)
                      namespace: shop
                      labels:
                        multicluster.kubernetes.io/service-name: big
                        multicluster.kubernetes.io/source-cluster: east
                    addressType: IPv4
                    ports: [{name: http, port: 80}]
                    endpoints: [\(endpoints.joined(separator: ", "))]
                """
        }
        try Scenario(
            """
            given
                apiVersion: multicluster.x-k8s.io/v1beta1
                kind: ServiceImport
                metadata: {name: big, namespace: shop}
                spec: {type: Headless, ports: []}
            \(slices.joined(separator: "\n"))
            \(questions)
            """
        ).run()
    }
}
