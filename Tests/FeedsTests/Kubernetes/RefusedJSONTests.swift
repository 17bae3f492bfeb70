import ClusterSet
import Feeds
import Testing

@Suite("An object of an API server that is wrong costs itself only")
struct RefusedJSONTests {
    @Test(
        "A field that is wrong is named with its path",
        arguments: [
            (
                #"{"type":"Headless","ports":[{"port":80},{"port":0}]}"#,
                "spec.ports[1].port: expected a number from 1 to 65535"
            ),
            (
                #"{"type":"Headless","ports":[{"port":65536}]}"#,
                "spec.ports[0].port: expected a number from 1 to 65535"
            ),
            (
                #"{"type":"Headless","ports":[{"port":-1}]}"#,
                "spec.ports[0].port: expected a number from 1 to 65535"
            ),
            (
                #"{"type":"Headless","ports":[{"port":80.0}]}"#,
                "spec.ports[0].port: expected a number from 1 to 65535"
            ),
            (
                #"{"type":"Headless","ports":[{"port":1e300}]}"#,
                "spec.ports[0].port: expected a number from 1 to 65535"
            ),
            (
                #"{"type":"Headless","ports":[{"port":18446744073709551615}]}"#,
                "spec.ports[0].port: expected a number from 1 to 65535"
            ),
            (
                #"{"type":"Headless","ports":[{"port":"80"}]}"#,
                "spec.ports[0].port: expected a number from 1 to 65535"
            ),
            (
                #"{"type":"Headless","ports":[{"name":"http"}]}"#,
                "spec.ports[0].port: expected a number from 1 to 65535"
            ),
            (
                #"{"type":"Headless","ports":[{"port":80,"protocol":"tcp"}]}"#,
                "spec.ports[0].protocol: expected TCP, UDP or SCTP"
            ),
            (
                #"{"type":"Headless","ports":[{"port":80,"protocol":6}]}"#,
                "spec.ports[0].protocol: expected a string"
            ),
            (#"{"type":"Headless","ports":[80]}"#, "spec.ports[0]: expected an object"),
            (#"{"type":"Headless","ports":{"port":80}}"#, "spec.ports: expected a list"),
            (
                #"{"type":"Headless","ports":[{"port":80,"name":{"a":[["b"],{}]}}]}"#,
                "spec.ports[0].name: expected a string"
            ),
            (#"{"type":"ClusterSetIP","ips":"10.0.0.1"}"#, "spec.ips: expected a list"),
            (#"{"type":"ClusterSetIP","ips":["10.0.0.1",["10.0.0.2"]]}"#, "spec.ips[1]: expected a string"),
            (#"{"type":"ClusterSetIP","ips":[null]}"#, "spec.ips[0]: expected a string"),
            (#"{"type":"ClusterIP"}"#, "spec.type: expected ClusterSetIP or Headless"),
            (#"{"type":"Head\u0000less"}"#, "spec.type: expected ClusterSetIP or Headless"),
            (#"{"type":null}"#, "spec.type: expected ClusterSetIP or Headless"),
            (#"{"type":"Headless","ips":[],"type":"Headless"}"#, "spec.type: expected the key only once"),
            ("null", "spec.type: expected ClusterSetIP or Headless"),
            (#""Headless""#, "spec: expected an object"),
        ])
    func wrongField(spec: String, error: String) throws {
        let page = """
            {"kind":"ServiceImportList","metadata":{"resourceVersion":"1"},"items":[\
            \(importJSON("first")),\(importJSON("wrong", spec: spec)),\(importJSON("last"))]}
            """
        var reader = ObjectReader()
        let objects = try reader.page(page).objects
        #expect(objects.map(\.id.name) == ["first", "wrong", "last"])
        #expect(objects[1].content == .refused("ServiceImport shop/wrong: \(error)"))
        #expect(objects[1].uid == "uid-of-wrong" && objects[1].resourceVersion == "48213")
        for object in [objects[0], objects[2]] {
            #expect(
                object.content
                    == .serviceImport(ServiceImport(id: object.id, kind: .headless, ips: [], ports: [])))
        }
    }

    @Test(
        "Metadata that is wrong is named with its path",
        arguments: [
            (
                #""metadata":{"name":"Web","namespace":"shop"}"#,
                " shop/Web: metadata.name: expected a DNS subdomain name in lower case"
            ),
            (
                #""metadata":{"name":"a\u0000b","namespace":"shop"}"#,
                " shop/a?b: metadata.name: expected a DNS subdomain name in lower case"
            ),
            (
                #""metadata":{"namespace":"shop"}"#,
                " shop/: metadata.name: expected a DNS subdomain name in lower case"
            ),
            (
                #""metadata":{"name":"web"}"#, " web: metadata.namespace: expected a DNS label in lower case"
            ),
            (
                #""metadata":{"name":"web","namespace":"a.b"}"#,
                " a.b/web: metadata.namespace: expected a DNS label in lower case"
            ),
            (
                #""metadata":{"name":5,"namespace":"shop"}"#, " shop/: metadata.name: expected a string"
            ),
            (
                #""metadata":{"name":"web","name":"api","namespace":"shop"}"#,
                " shop/: metadata.name: expected the key only once"
            ),
            (
                #""metadata":{"name":"web","namespace":"shop","uid":5}"#,
                " shop/web: metadata.uid: expected a string"
            ),
            (
                #""metadata":{"name":"web","namespace":"shop","resourceVersion":5}"#,
                " shop/web: metadata.resourceVersion: expected a string"
            ),
            (
                #""metadata":{"name":"web","namespace":"shop"},"kind":"ServiceExport""#,
                " shop/web: kind: expected ServiceImport"
            ),
            (#""metadata":[]"#, ": metadata: expected an object"),
            (#""spec":{}"#, ": metadata.name: expected a DNS subdomain name in lower case"),
        ])
    func wrongMetadata(fields: String, error: String) throws {
        var reader = ObjectReader()
        let expected = WatchedObject.Content.refused("ServiceImport\(error)")
        #expect(try reader.added("{\(fields)}")?.content == expected)
        guard case .deleted(let object) = try reader.event(watchLine("DELETED", "{\(fields)}")) else {
            Issue.record("not deleted")
            return
        }
        #expect(object.content == expected)
    }

    @Test("The name of an object that is refused is no longer than names are")
    func longName() throws {
        let name = String(repeating: "a", count: 100_000)
        var reader = ObjectReader()
        let object = try reader.added(importJSON(name))
        #expect(object?.id.name == String(name.prefix(253)))
        guard case .refused(let text) = object?.content else {
            Issue.record("not refused")
            return
        }
        #expect(text.count <= 400)
    }

    @Test(
        "A slice's field that is wrong is named with its path",
        arguments: [
            (#""endpoints":[{"addresses":"10.0.0.1"}]"#, "endpoints[0].addresses: expected a list"),
            (#""endpoints":[{"addresses":[7]}]"#, "endpoints[0].addresses[0]: expected a string"),
            (
                #""endpoints":[{},{"conditions":{"ready":"true"}}]"#,
                "endpoints[1].conditions.ready: expected true or false"
            ),
            (#""endpoints":[{},{"hostname":1}]"#, "endpoints[1].hostname: expected a string"),
            (#""ports":[{"port":0}]"#, "ports[0].port: expected a number from 1 to 65535"),
            (#""addressType":4"#, "addressType: expected a string"),
        ])
    func wrongSlice(fields: String, error: String) throws {
        var reader = ObjectReader()
        let object = try reader.added(sliceJSON(fields: fields), of: .endpointSlices)
        #expect(object?.content == .refused("EndpointSlice shop/db-x7: \(error)"))
    }

    @Test("Labels that are no strings are wrong, not absent")
    func wrongLabels() throws {
        var reader = ObjectReader()
        let label = #""multicluster.kubernetes.io/service-name":{}"#
        let object = try reader.added(sliceJSON(labels: label), of: .endpointSlices)
        #expect(
            object?.content
                == .refused(
                    "EndpointSlice shop/db-x7: metadata.labels.multicluster.kubernetes.io/service-name: expected a string"
                ))
    }

    @Test("Twenty thousand addresses are too many")
    func manyAddresses() throws {
        let ips = (0..<20_000).map { "\"10.0.\($0 / 256).\($0 % 256)\"" }.joined(separator: ",")
        var reader = ObjectReader()
        let object = try reader.added(importJSON(spec: #"{"type":"ClusterSetIP","ips":[\#(ips)]}"#))
        #expect(
            object?.content
                == .refused("ServiceImport shop/web: spec.ips: expected a list of at most 1000 items"))
    }

    @Test("An item that is no object has no name, and is refused", arguments: ["5", "null", "[]", #""a""#])
    func noObject(item: String) throws {
        var reader = ObjectReader()
        let page = try reader.page(
            #"{"kind":"ServiceImportList","metadata":{"resourceVersion":"1"},"items":[\#(item)]}"#)
        #expect(
            page.objects.map(\.content) == [.refused("ServiceImport: items[0]: expected an object")])
    }
}
