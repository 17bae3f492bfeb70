import ClusterSet
import Feeds
import Testing

@Suite("Manifests become objects")
struct ManifestReaderTests {
    private func read(_ text: String, file: String = "a.yaml") throws -> Manifest {
        try ManifestReader.read(Array(text.utf8), file: file)
    }

    private let web = ServiceImport(
        id: ObjectName(namespace: "shop", name: "web"), kind: .clusterSetIP, ips: ["10.0.0.1", "fd00::1"],
        ports: [
            ServicePort(name: "http", transport: .tcp, number: 80),
            ServicePort(name: "", transport: .udp, number: 53),
        ]
    )

    private static let importText = """
        kind: ServiceImport
        metadata: {namespace: shop, name: web, labels: {unknown: field}}
        spec:
          type: ClusterSetIP
          ips: [10.0.0.1, 'fd00::1']
          sessionAffinity: None
          ports:
          - {name: http, protocol: TCP, port: 80, appProtocol: http}
          - protocol: UDP
            port: 53
        """

    @Test("Both versions of a ServiceImport are read", arguments: ["v1alpha1", "v1beta1"])
    func versions(version: String) throws {
        let manifest = try read("apiVersion: multicluster.x-k8s.io/\(version)\n" + Self.importText)
        #expect(manifest.imports == [web.id: web])
        #expect(manifest.skipped.isEmpty)
        #expect(manifest.refused.isEmpty)
    }

    @Test(
        "Documents, lists and JSON hold the same object",
        arguments: [
            (
                "a.yaml",
                "---\n---\n# nothing\n---\napiVersion: multicluster.x-k8s.io/v1beta1\n\(importText)\n...\n---\n"
            ),
            ("a.yaml", "\u{FEFF}apiVersion: multicluster.x-k8s.io/v1beta1\r\n\(importText)"),
            (
                "a.yaml",
                """
                apiVersion: v1
                items:
                - apiVersion: multicluster.x-k8s.io/v1alpha1
                  kind: ServiceImport
                  metadata: {namespace: shop, name: web}
                  spec:
                    type: ClusterSetIP
                    ips: ["10.0.0.1", "fd00::1"]
                    ports: [{name: http, port: 80}, {name: null, port: 53, protocol: UDP}]
                kind: List
                """
            ),
            (
                "a.json",
                """
                {"apiVersion":"v1","kind":"List","items":[
                \t{"apiVersion":"multicluster.x-k8s.io/v1beta1","kind":"ServiceImport",
                \t "metadata":{"namespace":"shop","name":"web","annotations":{"mood":"\\ud83d\\ude00 a\\/b"}},
                \t "spec":{"type":"ClusterSetIP","ips":["10.0.0.1","fd00::1"],
                \t         "ports":[{"name":"http","port":80},{"port":53,"protocol":"UDP"}]}}]}
                """
            ),
        ]
    )
    func forms(file: String, text: String) throws {
        let manifest = try read(text, file: file)
        #expect(manifest.imports == [web.id: web])
        #expect(manifest.skipped.isEmpty)
        #expect(manifest.refused.isEmpty)
    }

    @Test("A list with other kinds among its items gives the ones that are ours")
    func mixedList() throws {
        let manifest = try read(
            """
            apiVersion: v1
            kind: List
            items:
            - {apiVersion: v1, kind: Service}
            - {apiVersion: v1, kind: Service}
            - {apiVersion: apps/v1, kind: Deployment}
            - apiVersion: multicluster.x-k8s.io/v1beta1
              kind: ServiceImport
              metadata: {name: plain}
              spec: {type: Headless, ports: []}
            """)
        let id = ObjectName(namespace: "default", name: "plain")
        #expect(manifest.imports == [id: ServiceImport(id: id, kind: .headless, ips: [], ports: [])])
        #expect(manifest.skipped == ["v1/Service": 2, "apps/v1/Deployment": 1])
    }

    @Test("The items of a kind that is no List are no objects")
    func noList() throws {
        let manifest = try read(
            """
            items:
            - {apiVersion: multicluster.x-k8s.io/v1beta1, kind: ServiceImport, metadata: {name: a}}
            apiVersion: example.org/v1
            kind: Basket
            """)
        #expect(manifest.imports.isEmpty)
        #expect(manifest.skipped == ["example.org/v1/Basket": 1])
        #expect(manifest.refused.isEmpty)
    }

    @Test("A slice gives its endpoints, ports with a number, and cluster")
    func slice() throws {
        let manifest = try read(
            """
            apiVersion: discovery.k8s.io/v1
            kind: EndpointSlice
            metadata:
              name: db-x7
              namespace: shop
              labels:
                multicluster.kubernetes.io/service-name: db
                multicluster.kubernetes.io/source-cluster: prod-1.europe-west4
            addressType: IPv4
            endpoints:
            - {addresses: [10.1.0.1], hostname: db-0, conditions: {ready: true, serving: false}}
            - {addresses: [10.1.0.2], hostname: null, conditions: {ready: false}}
            - {addresses: [10.1.0.3, 10.1.0.4], conditions: {ready: null}}
            - {addresses: [10.1.0.5]}
            ports:
            - {name: pg, port: 5432, protocol: TCP}
            - {name: all}
            """)
        let id = ObjectName(namespace: "shop", name: "db-x7")
        #expect(
            manifest.slices == [
                id: EndpointSlice(
                    id: id, service: "db", cluster: ClusterID("prod-1.europe-west4"),
                    endpoints: [
                        Endpoint(addresses: ["10.1.0.1"], hostname: "db-0", isReady: true),
                        Endpoint(addresses: ["10.1.0.2"], hostname: nil, isReady: false),
                        Endpoint(addresses: ["10.1.0.3", "10.1.0.4"], hostname: nil, isReady: true),
                        Endpoint(addresses: ["10.1.0.5"], hostname: nil, isReady: true),
                    ],
                    ports: [ServicePort(name: "pg", transport: .tcp, number: 5432)]
                )
            ])
    }

    @Test("A slice without cluster, endpoints and ports is one")
    func bareSlice() throws {
        let manifest = try read(
            """
            apiVersion: discovery.k8s.io/v1
            kind: EndpointSlice
            metadata: {name: db, labels: {multicluster.kubernetes.io/service-name: db}}
            endpoints: null
            """)
        let id = ObjectName(namespace: "default", name: "db")
        #expect(
            manifest.slices == [
                id: EndpointSlice(id: id, service: "db", cluster: nil, endpoints: [], ports: [])
            ])
    }

    @Test(
        "A slice whose cluster has another kind of id counts without a cluster, and that is said with its place",
        arguments: ["a.b.c", "under_score", "''", String(repeating: "a", count: 64)])
    func longClusterID(label: String) throws {
        let manifest = try read(
            """
            apiVersion: discovery.k8s.io/v1
            kind: EndpointSlice
            metadata:
              name: db
              labels:
                multicluster.kubernetes.io/service-name: db
                multicluster.kubernetes.io/source-cluster: \(label)
            endpoints: [{addresses: [10.1.0.1]}]
            """)
        let id = ObjectName(namespace: "default", name: "db")
        let endpoint = Endpoint(addresses: ["10.1.0.1"], hostname: nil, isReady: true)
        #expect(
            manifest.slices == [
                id: EndpointSlice(id: id, service: "db", cluster: nil, endpoints: [endpoint], ports: [])
            ])
        #expect(manifest.refused.isEmpty)
        #expect(
            manifest.remarks.map(\.description) == [
                """
                a.yaml:7:48: metadata.labels.multicluster.kubernetes.io/source-cluster: \
                expected one DNS label, or two joined by a dot
                """
            ])
    }

    @Test(
        "A slice that is not ours is skipped",
        arguments: [
            ("labels: {kubernetes.io/service-name: db}", "IPv4", "without service-name"),
            ("labels: {multicluster.kubernetes.io/service-name: db}", "FQDN", "with addressType FQDN"),
        ]
    )
    func foreignSlice(labels: String, type: String, reason: String) throws {
        let manifest = try read(
            """
            apiVersion: discovery.k8s.io/v1
            kind: EndpointSlice
            metadata: {name: db, \(labels)}
            addressType: \(type)
            endpoints: [{addresses: [db.example.org]}]
            """)
        #expect(manifest.slices.isEmpty)
        #expect(manifest.skipped == ["discovery.k8s.io/v1/EndpointSlice \(reason)": 1])
    }

    @Test("Text that looks like a number is the string that it is")
    func numberLikeStrings() throws {
        let manifest = try read(
            """
            apiVersion: multicluster.x-k8s.io/v1beta1
            kind: ServiceImport
            metadata: {name: 12e34, namespace: 007}
            spec: {type: !!str ClusterSetIP, ports: [{name: 80, port: !!int "80"}]}
            """)
        let id = ObjectName(namespace: "007", name: "12e34")
        let port = ServicePort(name: "80", transport: .tcp, number: 80)
        #expect(manifest.imports == [id: ServiceImport(id: id, kind: .clusterSetIP, ips: [], ports: [port])])
    }
}
