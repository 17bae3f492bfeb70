import ClusterSet
import Feeds
import Testing

@Suite("An object that is wrong costs itself only")
struct RefusedObjectTests {
    /// A ServiceImport whose spec is `text`, between two good ones.
    private func read(spec text: String) throws -> Manifest {
        func document(_ name: String, _ spec: String) -> String {
            "apiVersion: multicluster.x-k8s.io/v1beta1\nkind: ServiceImport\nmetadata:\n  name: \(name)\n\(spec)\n---\n"
        }
        let good = "spec: {type: Headless}"
        let file = document("first", good) + document("wrong", text) + document("last", good)
        return try ManifestReader.read(Array(file.utf8), file: "dir/a.yaml")
    }

    @Test(
        "A field that is wrong is named with its place",
        arguments: [
            (
                "spec: {type: Headless, ports: [{port: 80}, {port: 0}]}",
                "11:51: spec.ports[1].port: expected a number from 1 to 65535"
            ),
            (
                "spec: {type: Headless, ports: [{port: 65536}]}",
                "11:39: spec.ports[0].port: expected a number from 1 to 65535"
            ),
            (
                "spec: {type: Headless, ports: [{port: 1e300}]}",
                "11:39: spec.ports[0].port: expected a number from 1 to 65535"
            ),
            (
                "spec: {type: Headless, ports: [{port: \"80\"}]}",
                "11:39: spec.ports[0].port: expected a number from 1 to 65535"
            ),
            (
                "spec: {type: Headless, ports: [{port: -1}]}",
                "11:39: spec.ports[0].port: expected a number from 1 to 65535"
            ),
            (
                "spec: {type: Headless, ports: [{port: 080}]}",
                "11:39: spec.ports[0].port: expected a number from 1 to 65535"
            ),
            (
                "spec: {type: Headless, ports: [{port: 99999999999999999999999}]}",
                "11:39: spec.ports[0].port: expected a number from 1 to 65535"
            ),
            (
                "spec: {type: Headless, ports: [{name: http}]}",
                "11:32: spec.ports[0].port: expected a number from 1 to 65535"
            ),
            (
                "spec:\n  type: Headless\n  ports:\n  - name: http\n    port: [80]",
                "15:11: spec.ports[0].port: expected a number from 1 to 65535"
            ),
            (
                "spec: {type: Headless, ports: [{port: 80, protocol: tcp}]}",
                "11:53: spec.ports[0].protocol: expected TCP, UDP or SCTP"
            ),
            ("spec: {type: Headless, ports: [80]}", "11:32: spec.ports[0]: expected a mapping"),
            ("spec: {type: Headless, ports: {port: 80}}", "11:31: spec.ports: expected a list"),
            (
                "spec: {type: Headless, ports: [{port: 80, name: {a: b}}]}",
                "11:49: spec.ports[0].name: expected a string"
            ),
            ("spec: {type: ClusterSetIP, ips: 10.0.0.1}", "11:33: spec.ips: expected a list"),
            (
                "spec: {type: ClusterSetIP, ips: [10.0.0.1, [10.0.0.2]]}",
                "11:44: spec.ips[1]: expected a string"
            ),
            ("spec: {type: ClusterSetIP, ips: [~]}", "11:34: spec.ips[0]: expected a string"),
            ("spec: {type: ClusterIP}", "11:14: spec.type: expected ClusterSetIP or Headless"),
            ("spec: {}", "11:7: spec.type: expected ClusterSetIP or Headless"),
            ("spec: Headless", "11:7: spec: expected a mapping"),
            ("status: {}", "7:1: spec.type: expected ClusterSetIP or Headless"),
        ]
    )
    func wrongField(spec: String, error: String) throws {
        let manifest = try read(spec: spec)
        #expect(manifest.imports.keys.map(\.name).sorted() == ["first", "last"])
        #expect(manifest.refused.map { "\($0.error)" } == ["dir/a.yaml:\(error)"])
        #expect(
            manifest.refused.map(\.key)
                == [.serviceImport(ObjectName(namespace: "default", name: "wrong"))])
    }

    @Test("Twenty thousand addresses are too many")
    func manyAddresses() throws {
        let ips = (0..<20_000).map { "10.0.\($0 / 256).\($0 % 256)" }.joined(separator: ", ")
        let manifest = try read(spec: "spec: {type: ClusterSetIP, ips: [\(ips)]}")
        #expect(manifest.imports.count == 2)
        #expect(
            manifest.refused.map { "\($0.error)" }
                == ["dir/a.yaml:11:33: spec.ips: expected a list of at most 1000 items"])
    }

    @Test(
        "Metadata that is wrong is named with its place",
        arguments: [
            ("metadata: {namespace: a}", "3:11: metadata.name: expected a DNS subdomain name in lower case"),
            ("metadata: {name: Web}", "3:18: metadata.name: expected a DNS subdomain name in lower case"),
            ("metadata: {name: a..b}", "3:18: metadata.name: expected a DNS subdomain name in lower case"),
            ("metadata: {name: -a}", "3:18: metadata.name: expected a DNS subdomain name in lower case"),
            (
                "metadata: {name: \"a\\0b\"}",
                "3:18: metadata.name: expected a DNS subdomain name in lower case"
            ),
            ("metadata: {name: bücher}", "3:18: metadata.name: expected a DNS subdomain name in lower case"),
            (
                "metadata: {name: \(String(repeating: "a", count: 254))}",
                "3:18: metadata.name: expected a DNS subdomain name in lower case"
            ),
            (
                "metadata: {name: a, namespace: a.b}",
                "3:32: metadata.namespace: expected a DNS label in lower case"
            ),
            ("metadata: [name]", "3:11: metadata: expected a mapping"),
            ("meta: {}", "1:1: metadata.name: expected a DNS subdomain name in lower case"),
        ]
    )
    func wrongMetadata(metadata: String, error: String) throws {
        let text =
            "apiVersion: multicluster.x-k8s.io/v1beta1\nkind: ServiceImport\n\(metadata)\nspec: {type: Headless}"
        let manifest = try ManifestReader.read(Array(text.utf8), file: "a.yaml")
        #expect(manifest.imports.isEmpty)
        #expect(manifest.refused.map { "\($0.error)" } == ["a.yaml:\(error)"])
        #expect(manifest.refused.map(\.key) == [nil])
    }

    @Test(
        "A slice's field that is wrong is named with its place",
        arguments: [
            ("endpoints: [{addresses: 10.0.0.1}]", "6:25: endpoints[0].addresses: expected a list"),
            (
                "endpoints: [{conditions: {ready: yes}}]",
                "6:34: endpoints[0].conditions.ready: expected true or false"
            ),
            (
                "endpoints: [{conditions: {ready: \"true\"}}]",
                "6:34: endpoints[0].conditions.ready: expected true or false"
            ),
            ("endpoints: [{hostname: []}]", "6:24: endpoints[0].hostname: expected a string"),
            ("ports: [{port: 70000}]", "6:16: ports[0].port: expected a number from 1 to 65535"),
        ]
    )
    func wrongSlice(line: String, error: String) throws {
        let text = """
            apiVersion: discovery.k8s.io/v1
            kind: EndpointSlice
            metadata:
              name: s
              labels: {multicluster.kubernetes.io/service-name: a}
            \(line)
            """
        let manifest = try ManifestReader.read(Array(text.utf8), file: "a.yaml")
        #expect(manifest.slices.isEmpty)
        #expect(manifest.refused.map { "\($0.error)" } == ["a.yaml:\(error)"])
        #expect(
            manifest.refused.map(\.key) == [.endpointSlice(ObjectName(namespace: "default", name: "s"))])
    }

    @Test(
        "A document that is no object is named with its place",
        arguments: [
            ("- a\n- b", "1:1: expected a mapping"),
            ("just text", "1:1: expected a mapping"),
            ("kind: ServiceImport", "1:1: apiVersion: expected a string"),
            ("apiVersion: v1", "1:1: kind: expected a string"),
            ("apiVersion: v1\nkind: [List]", "2:7: kind: expected a string"),
        ]
    )
    func noObject(text: String, error: String) throws {
        let manifest = try ManifestReader.read(Array(text.utf8), file: "a.yaml")
        #expect(manifest.refused.map { "\($0.error)" } == ["a.yaml:\(error)"])
    }

    @Test("An object that stands twice in a file counts once, as it stands first")
    func twice() throws {
        let text = """
            apiVersion: v1
            kind: List
            items:
            - {apiVersion: multicluster.x-k8s.io/v1beta1, kind: ServiceImport, metadata: {name: a}, spec: {type: Headless}}
            - {apiVersion: multicluster.x-k8s.io/v1alpha1, kind: ServiceImport, metadata: {name: a}, spec: {type: ClusterSetIP}}
            """
        let manifest = try ManifestReader.read(Array(text.utf8), file: "a.yaml")
        #expect(manifest.imports.values.map(\.kind) == [.headless])
        #expect(
            manifest.refused.map { "\($0.error)" } == ["a.yaml:5:3: the object stands twice in this file"])
    }
}
