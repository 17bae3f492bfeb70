import ClusterSet
import Feeds
import Testing

@Suite("Lines of a watch become events")
struct WatchEventTests {
    private let web = ObjectName(namespace: "shop", name: "web")

    @Test("An import that is added or modified is read as a whole", arguments: ["ADDED", "MODIFIED"])
    func serviceImport(type: String) throws {
        let spec = """
            {"ips":["10.0.0.1","fd00::1"],"ipFamilies":["IPv4","IPv6"],"ports":[{"appProtocol":"http","name":"http",\
            "port":80,"protocol":"TCP"},{"port":53,"protocol":"UDP"}],"sessionAffinity":"None","type":"ClusterSetIP"}
            """
        let status = #"{"clusters":[{"cluster":"east"}],"conditions":[],"endpointSliceObjects":"Absent"}"#
        let expected = WatchedObject(
            id: web, uid: "uid-of-web", resourceVersion: "48213",
            content: .serviceImport(
                ServiceImport(
                    id: web, kind: .clusterSetIP, ips: ["10.0.0.1", "fd00::1"],
                    ports: [
                        ServicePort(name: "http", transport: .tcp, number: 80),
                        ServicePort(name: "", transport: .udp, number: 53),
                    ],
                    hasSlices: false)))
        var reader = ObjectReader()
        let event = try reader.event(watchLine(type, importJSON(spec: spec, status: status)))
        #expect(event == (type == "ADDED" ? .added(expected) : .modified(expected)))
    }

    @Test(
        "Slices are there unless the status says that they are absent",
        arguments: [
            ("{}", true), ("null", true), (#"{"endpointSliceObjects":null}"#, true),
            (#"{"endpointSliceObjects":"Present"}"#, true), (#"{"endpointSliceObjects":"Absent"}"#, false),
        ])
    func slicesAbsent(status: String, hasSlices: Bool) throws {
        var reader = ObjectReader()
        let object = try reader.added(importJSON(status: status))
        let expected = ServiceImport(id: web, kind: .headless, ips: [], ports: [], hasSlices: hasSlices)
        #expect(object?.content == .serviceImport(expected))
    }

    @Test("A slice gives its endpoints, ports with a number, cluster and the time of its change")
    func slice() throws {
        let json = sliceJSON(
            labels: """
                "endpointslice.kubernetes.io/managed-by":"fleet","multicluster.kubernetes.io/service-name":"db",\
                "multicluster.kubernetes.io/source-cluster":"prod-1.europe-west4"
                """,
            annotations: #""endpoints.kubernetes.io/last-change-trigger-time":"2026-01-05T09:30:00.25Z""#,
            fields: """
                "addressType":"IPv4","endpoints":[\
                {"addresses":["10.1.0.1"],"conditions":{"ready":true,"serving":false},"hostname":"db-0","nodeName":"n"},\
                {"addresses":["10.1.0.2"],"conditions":{"ready":false},"targetRef":{"kind":"Pod"}},\
                {"addresses":["10.1.0.3","10.1.0.4"],"conditions":{"ready":null}},{"addresses":["10.1.0.5"]}],\
                "ports":[{"name":"pg","port":5432},{"name":"all"},{"name":"none","port":null}]
                """)
        let id = ObjectName(namespace: "shop", name: "db-x7")
        var reader = ObjectReader()
        let object = try reader.added(json, of: .endpointSlices)
        #expect(
            object
                == WatchedObject(
                    id: id, uid: "uid-of-db", resourceVersion: "48300",
                    content: .endpointSlice(
                        EndpointSlice(
                            id: id, service: "db", cluster: ClusterID("prod-1.europe-west4"),
                            endpoints: [
                                Endpoint(addresses: ["10.1.0.1"], hostname: "db-0", isReady: true),
                                Endpoint(addresses: ["10.1.0.2"], hostname: nil, isReady: false),
                                Endpoint(addresses: ["10.1.0.3", "10.1.0.4"], hostname: nil, isReady: true),
                                Endpoint(addresses: ["10.1.0.5"], hostname: nil, isReady: true),
                            ],
                            ports: [ServicePort(name: "pg", transport: .tcp, number: 5432)])),
                    triggered: 1_767_605_400.25))
    }

    @Test(
        "A slice whose cluster has another kind of id counts without a cluster, and that is said",
        arguments: ["", "a.b.c", "under_score", "-a", "a..b", String(repeating: "a", count: 64)])
    func longClusterID(label: String) throws {
        let labels = """
            "multicluster.kubernetes.io/service-name":"db","multicluster.kubernetes.io/source-cluster":"\(label)"
            """
        let fields = #""endpoints":[{"addresses":["10.1.0.1"]}]"#
        var reader = ObjectReader()
        let object = try reader.added(sliceJSON(labels: labels, fields: fields), of: .endpointSlices)
        let id = ObjectName(namespace: "shop", name: "db-x7")
        let endpoint = Endpoint(addresses: ["10.1.0.1"], hostname: nil, isReady: true)
        #expect(
            object?.content
                == .endpointSlice(
                    EndpointSlice(id: id, service: "db", cluster: nil, endpoints: [endpoint], ports: [])))
        #expect(
            object?.remark == """
                EndpointSlice shop/db-x7: metadata.labels.multicluster.kubernetes.io/source-cluster: \
                expected one DNS label, or two joined by a dot
                """)
    }

    @Test(
        "A slice that is not ours is foreign",
        arguments: [
            sliceJSON(labels: ""),
            sliceJSON(labels: #""kubernetes.io/service-name":"db""#),
            sliceJSON(labels: #""multicluster.kubernetes.io/service-name":null"#),
            sliceJSON(fields: #""addressType":"FQDN","endpoints":[{"addresses":["db.example.org"]}]"#),
        ])
    func foreignSlice(json: String) throws {
        var reader = ObjectReader()
        let object = try reader.added(json, of: .endpointSlices)
        #expect(object?.content == .foreign)
        #expect(object?.id == ObjectName(namespace: "shop", name: "db-x7"))
    }

    @Test("A namespace is its name")
    func namespace() throws {
        var reader = ObjectReader()
        let object = try reader.added(
            #"{"kind":"Namespace","metadata":{"name":"shop","uid":"1","resourceVersion":"7"},"spec":{}}"#,
            of: .namespaces)
        #expect(
            object
                == WatchedObject(
                    id: ObjectName(namespace: "", name: "shop"), uid: "1", resourceVersion: "7",
                    content: .namespace))
    }

    @Test("Of a deleted object nothing is read but what tells it from others")
    func deleted() throws {
        let json = #"{"metadata":{"name":"web","namespace":"shop","uid":"1","resourceVersion":"9"},"spec":5}"#
        var reader = ObjectReader()
        let object = WatchedObject(id: web, uid: "1", resourceVersion: "9", content: .foreign)
        #expect(try reader.event(watchLine("DELETED", json)) == .deleted(object))
    }

    @Test(
        "A bookmark has a version, and may end what was there at the start",
        arguments: [
            (#"{"kind":"ServiceImport","metadata":{"resourceVersion":"9","annotations":null}}"#, false),
            (
                #"{"metadata":{"resourceVersion":"9","annotations":{"k8s.io/initial-events-end":"true"}}}"#,
                true
            ),
            (
                #"{"metadata":{"resourceVersion":"9","annotations":{"k8s.io/initial-events-end":"no"}}}"#,
                false
            ),
        ])
    func bookmark(json: String, isInitialEnd: Bool) throws {
        var reader = ObjectReader()
        let expected = WatchEvent.bookmark(resourceVersion: "9", isInitialEnd: isInitialEnd)
        #expect(try reader.event(watchLine("BOOKMARK", json)) == expected)
    }

    @Test("An error is the status that it carries")
    func error() throws {
        let json = #"{"kind":"Status","status":"Failure","message":"too old","reason":"Expired","code":410}"#
        var reader = ObjectReader()
        #expect(
            try reader.event(watchLine("ERROR", json))
                == .error(APIStatus(code: 410, reason: "Expired", message: "too old")))
        #expect(
            try reader.event(watchLine("ERROR", "{}")) == .error(APIStatus(code: 0, reason: "", message: "")))
    }

    @Test("A type that is unknown is named")
    func unknown() throws {
        var reader = ObjectReader()
        #expect(try reader.event(watchLine("SYNCED\\n", "{}")) == .unknown("SYNCED?"))
    }

    @Test(
        "A line that is no event is an error",
        arguments: [
            ("{}", "type: expected a string"),
            (#"{"type":5,"object":{}}"#, "type: expected a string"),
            (#"{"type":"ADDED"}"#, "object: expected an object"),
            (#"{"type":"ADDED","object":[]}"#, "object: expected an object"),
            (#"{"type":"ADDED","type":"DELETED","object":{}}"#, "type: expected the key only once"),
            (#"{"type":"BOOKMARK","object":{}}"#, "metadata.resourceVersion: expected a string"),
            (#"{"type":"ERROR","object":{"code":"410"}}"#, "code: expected a whole number"),
            ("[]", "expected an object"),
            ("null", "type: expected a string"),
            ("7", "expected an object"),
        ])
    func noEvent(line: String, error: String) {
        #expect(throws: JSONError(error)) {
            var reader = ObjectReader()
            _ = try reader.event(line)
        }
    }
}
