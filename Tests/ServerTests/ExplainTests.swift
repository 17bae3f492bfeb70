import DNSWire
import TestSupport
import Testing

@Suite("clustersetdns explain")
struct ExplainTests {
    /// The search path that the guide of the Multi-Cluster Services gives a pod.
    private static let search =
        "svc.clusterset.local clusterset.local consumer-ns.svc.cluster.local svc.cluster.local cluster.local"

    private static let manifests = """
        apiVersion: multicluster.x-k8s.io/v1beta1
        kind: ServiceImport
        metadata: {name: service1, namespace: provider-ns}
        spec: {type: ClusterSetIP, ips: [172.21.5.10], ports: [{name: http, port: 80, protocol: TCP}]}
        ---
        apiVersion: discovery.k8s.io/v1
        kind: EndpointSlice
        metadata:
          name: service1-a
          namespace: provider-ns
          creationTimestamp: "2026-01-02T03:04:05Z"
          labels: {multicluster.kubernetes.io/service-name: service1, multicluster.kubernetes.io/source-cluster: east}
        addressType: IPv4
        endpoints:
        - {addresses: [10.0.0.1]}
        - {addresses: [10.0.0.2], conditions: {ready: false}}
        ---
        apiVersion: multicluster.x-k8s.io/v1beta1
        kind: ServiceImport
        metadata: {name: db, namespace: provider-ns}
        spec: {type: Headless, ports: [{name: sql, port: 5432}]}
        ---
        apiVersion: discovery.k8s.io/v1
        kind: EndpointSlice
        metadata:
          name: db-a
          namespace: provider-ns
          labels: {multicluster.kubernetes.io/service-name: db, multicluster.kubernetes.io/source-cluster: west}
        addressType: IPv4
        endpoints:
        - {addresses: [10.0.1.1], hostname: db-0}
        ports: [{name: sql, port: 5433, protocol: TCP}]

        """

    /// What `explain` writes about the manifests, and how it ends.
    private func explain(_ arguments: [String]) throws -> (
        output: String, errors: String, end: SpawnedProcess.End?
    ) {
        let folder = Folder()
        folder.write("objects.yaml", Self.manifests)
        let process = try ServerProcess(
            ["explain"] + arguments.map { $0.replacing("MANIFESTS", with: folder.path) })
        let end = process.waitsForEnd()
        return (process.output, process.errors, end)
    }

    @Test("shows what a pod's resolver asks for, and stops where it finds something")
    func search() throws {
        let (output, errors, end) = try explain([
            "service1.provider-ns", "--manifests", "MANIFESTS", "--search", Self.search, "--ndots", "5",
        ])
        #expect(end == .exited(0) && errors == "")
        #expect(
            output.hasPrefix(
                """
                Questions 1. service1.provider-ns.svc.clusterset.local.
                               A     NOERROR  172.21.5.10
                               AAAA  NODATA: no AAAA here, but A, SRV
                             Found; not asked for: service1.provider-ns.clusterset.local. \
                service1.provider-ns.consumer-ns.svc.cluster.local. service1.provider-ns.svc.cluster.local. \
                service1.provider-ns.cluster.local. service1.provider-ns.
                Name      service1.provider-ns.svc.clusterset.local.
                Zone      clusterset.local.
                """))
    }

    @Test("shows all that a resolver asks for in vain, and what may have been meant")
    func vain() throws {
        let (output, _, end) = try explain([
            "service2.provider-ns", "--manifests", "MANIFESTS", "--search", Self.search,
        ])
        #expect(end == .exited(0))
        let reason =
            "A, AAAA NXDOMAIN: no ServiceImport service2 in namespace provider-ns; did you mean service1?"
        #expect(output.contains(reason))
        for (number, name) in [
            (2, "service2.provider-ns.clusterset.local."),
            (3, "service2.provider-ns.consumer-ns.svc.cluster.local."),
            (4, "service2.provider-ns.svc.cluster.local."), (5, "service2.provider-ns.cluster.local."),
            (6, "service2.provider-ns."),
        ] {
            #expect(output.contains("          \(number). \(name)\n"))
        }
        #expect(output.contains("A, AAAA REFUSED: not in a zone that is served here: clusterset.local."))
        #expect(output.contains("Nothing found"))
        #expect(output.contains("in namespace provider-ns: db, service1\n"))
    }

    @Test("shows the object, the source clusters, every endpoint with its state and age, and the records")
    func findings() throws {
        let (output, _, _) = try explain([
            "service1.provider-ns.svc.clusterset.local", "--manifests", "MANIFESTS",
        ])
        #expect(
            output.contains(
                """
                Object    ServiceImport provider-ns/service1, type ClusterSetIP
                          spec.ips    172.21.5.10
                          spec.ports  http 80/TCP
                Clusters  east: 2 endpoints, 1 ready
                Slices    provider-ns/service1-a from east,
                """))
        #expect(
            output.contains(
                #/from east, \d+d old\n            10\.0\.0\.1        ready    \n            10\.0\.0\.2        not ready\n/#
            ))
        #expect(
            output.contains(
                """
                Records   service1.provider-ns.svc.clusterset.local. 5 IN A 172.21.5.10
                          service1.provider-ns.svc.clusterset.local. 5 IN SRV 0 100 80 service1.provider-ns.svc.clusterset.local.
                          _http._tcp.service1.provider-ns.svc.clusterset.local. 5 IN SRV 0 100 80 \
                service1.provider-ns.svc.clusterset.local.

                """))
    }

    @Test("explains the name of an endpoint, and that of a port, by their service")
    func below() throws {
        for (name, type) in [
            ("db-0.west.db.provider-ns.svc.clusterset.local", "A"),
            ("_sql._tcp.db.provider-ns.svc.clusterset.local", "SRV"),
        ] {
            let (output, _, _) = try explain([name, type, "--manifests", "MANIFESTS"])
            #expect(output.contains("\(type == "A" ? "A    " : "SRV  ") NOERROR"))
            #expect(output.contains("Object    ServiceImport provider-ns/db, type Headless\n"))
            #expect(output.contains("10.0.1.1        ready     named db-0.west\n"))
            #expect(
                output.contains("Records   db-0.west.db.provider-ns.svc.clusterset.local. 5 IN A 10.0.1.1\n"))
        }
    }

    @Test("takes the zones from a Corefile, and says what is wrong with it")
    func corefile() throws {
        let folder = Folder()
        folder.write("objects.yaml", Self.manifests)
        folder.write(
            "Corefile",
            ". {\nacl {\nblock type AAAA\n}\nmulticluster clusterset.local {\nmanifests \(folder.path)\nttl 9\n}\n}"
        )
        let process = try ServerProcess(
            ["explain", "db.provider-ns.svc.clusterset.local", "-conf", folder("Corefile")])
        #expect(process.waitsForEnd() == .exited(0))
        #expect(process.output.contains("A     NOERROR  10.0.1.1\n"))
        #expect(process.output.contains("AAAA  REFUSED: acl blocks this client or type"))
        #expect(process.output.contains("db.provider-ns.svc.clusterset.local. 9 IN A 10.0.1.1\n"))
        folder.write("Corefile", ". {\nbogus\n}")
        let failing = try ServerProcess(["explain", "a.b", "-conf", folder("Corefile")])
        #expect(failing.waitsForEnd() == .exited(1))
        #expect(failing.errors.contains("Corefile:2 - Error during parsing: Unknown directive 'bogus'"))
    }

    @Test("asks a server, over TCP where a response is cut")
    func server() throws {
        let addresses = (1...200).map { "{addresses: [10.1.0.\($0)]}" }.joined(separator: ", ")
        let server = try RunningServer(
            clusterset(),
            manifests: [
                "large.yaml": """
                apiVersion: multicluster.x-k8s.io/v1beta1
                kind: ServiceImport
                metadata: {name: large, namespace: shop}
                spec: {type: Headless, ports: []}
                ---
                apiVersion: discovery.k8s.io/v1
                kind: EndpointSlice
                metadata: {name: large-a, namespace: shop, labels: {multicluster.kubernetes.io/service-name: large}}
                addressType: IPv4
                endpoints: [\(addresses)]

                """
            ])
        let (output, _, end) = try explain([
            "large.shop", "A", "--server", "\(server.address)", "--search", "svc.clusterset.local",
        ])
        #expect(end == .exited(0))
        #expect(
            output.contains("Server    \(server.address)\nQuestions 1. large.shop.svc.clusterset.local.\n"))
        #expect(output.contains("A     NOERROR  10.1.0.1, 10.1.0.2, 10.1.0.3, 10.1.0.4, and 196 more\n"))
    }

    @Test("ends with 1 when the server asked does not answer")
    func silence() throws {
        let (output, _, end) = try explain(["a.b", "--server", "\(Loopback.next())"])
        #expect(end == .exited(1))
        #expect(output.contains("A, AAAA no response\n"))
    }

    @Test("looks at a cluster by its kubeconfig")
    func cluster() throws {
        let api = try FakeAPIServer()
        try api.putImport("web", addresses: ["10.96.0.9"])
        try api.putSlice("web-a", of: "web", addresses: ["10.0.0.7"])
        let (output, _, end) = try explain([
            "web.default", "--kubeconfig", api.kubeconfig, "--search", "svc.clusterset.local",
        ])
        #expect(end == .exited(0))
        #expect(output.contains("A     NOERROR  10.96.0.9\n"))
        #expect(output.contains("from the cluster of \(api.kubeconfig), synchronised\n"))
        #expect(output.contains("Clusters  cluster1: 1 endpoint, 1 ready\n"))
        #expect(output.contains("            10.0.0.7        ready"))
    }

    @Test("says what keeps a cluster from telling what it has")
    func unsynchronised() throws {
        let api = try FakeAPIServer()
        try api.down()
        let (output, _, end) = try explain([
            "web.default.svc.clusterset.local", "--kubeconfig", api.kubeconfig, "--timeout", "0.5",
        ])
        #expect(end == .exited(0))
        #expect(output.contains("SERVFAIL: not synchronised: "))
        #expect(output.contains("from the cluster of \(api.kubeconfig), not synchronised: "))
    }

    @Test(
        "refuses a command line that makes no sense",
        arguments: [
            (["a", "BOGUS"], "'BOGUS' is no type of record"),
            (["a", "--server", "x"], "--server 'x' is no IP address"),
            (["a", "--server", "192.0.2.1", "--manifests", "x"], "leave --manifests and --kubeconfig out"),
            (["a", "--ndots", "16"], "--ndots is a number from 0 to 15"),
            (["a", "--context", "x"], "give --kubeconfig FILE too"),
        ])
    func usage(arguments: [String], reason: String) throws {
        let (_, errors, end) = try explain(arguments)
        #expect(end == .exited(2))
        #expect(errors.contains(reason))
    }

    @Test("says what is wrong with a name, or with a source that is not there")
    func failures() throws {
        let invalid = try explain(["a..b", "--manifests", "MANIFESTS"])
        #expect(invalid.end == .exited(1) && invalid.errors.contains("'a..b' is no domain name"))
        let missing = try explain(["a.b", "--kubeconfig", "MANIFESTS/none"])
        #expect(missing.end == .exited(1) && missing.errors.contains("it is not there, or is no file"))
    }
}
