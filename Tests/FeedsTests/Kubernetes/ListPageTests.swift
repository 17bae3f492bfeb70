import ClusterSet
import Feeds
import Testing

@Suite("Bodies of responses become pages, statuses and versions")
struct ListPageTests {
    @Test("A page has its objects, what comes next and the list's version")
    func page() throws {
        var reader = ObjectReader()
        let page = try reader.page(
            """
            {"apiVersion":"multicluster.x-k8s.io/v1beta1","items":[\(importJSON("a")),\(importJSON("b"))],\
            "kind":"ServiceImportList",\
            "metadata":{"continue":"eyJ2IjoibWV0YS5rOHMuaW8vdjEiLCJydiI6MX0","remainingItemCount":97,"resourceVersion":"1"}}
            """)
        #expect(page.objects.map(\.id.name) == ["a", "b"])
        #expect(page.continuation == "eyJ2IjoibWV0YS5rOHMuaW8vdjEiLCJydiI6MX0")
        #expect(page.remaining == 97 && page.resourceVersion == "1")
    }

    @Test("Items of a list need not say what they are")
    func bareItems() throws {
        var reader = ObjectReader()
        let page = try reader.page(
            """
            {"kind":"EndpointSliceList","apiVersion":"discovery.k8s.io/v1","metadata":{"resourceVersion":"5"},"items":[\
            {"metadata":{"name":"a","namespace":"b","labels":{"multicluster.kubernetes.io/service-name":"c"}},\
            "addressType":"IPv6","endpoints":null,"ports":null}]}
            """, of: .endpointSlices)
        let id = ObjectName(namespace: "b", name: "a")
        let slice = EndpointSlice(id: id, service: "c", cluster: nil, endpoints: [], ports: [])
        #expect(
            page.objects
                == [WatchedObject(id: id, uid: "", resourceVersion: "", content: .endpointSlice(slice))])
    }

    @Test(
        "The last page has nothing behind it", arguments: [#""items":[],"#, #""items":null,"#, ""],
        [#""continue":"","#, ""])
    func lastPage(items: String, next: String) throws {
        var reader = ObjectReader()
        let page = try reader.page(
            #"{\#(items)"kind":"NamespaceList","metadata":{\#(next)"resourceVersion":"5"}}"#, of: .namespaces)
        #expect(page == ListPage(objects: [], continuation: nil, resourceVersion: "5", remaining: nil))
    }

    @Test(
        "What is no list of the kind is an error, not an empty list",
        arguments: [
            ("{}", "kind: expected ServiceImportList"),
            (#"{"kind":"Status","code":200}"#, "kind: expected ServiceImportList"),
            (#"{"kind":"NamespaceList","items":[]}"#, "kind: expected ServiceImportList"),
            (#"{"kind":"ServiceImportList","items":[]}"#, "metadata.resourceVersion: expected a string"),
            (
                #"{"kind":"ServiceImportList","items":[],"metadata":{"resourceVersion":""}}"#,
                "metadata.resourceVersion: expected one to go on from"
            ),
            (
                #"{"kind":"ServiceImportList","items":{},"metadata":{"resourceVersion":"1"}}"#,
                "items: expected a list"
            ),
            (
                #"{"kind":"ServiceImportList","items":[],"items":[],"metadata":{"resourceVersion":"1"}}"#,
                "items: expected the key only once"
            ),
            (
                #"{"kind":"ServiceImportList","metadata":{"resourceVersion":"1","remainingItemCount":1.5}}"#,
                "metadata.remainingItemCount: expected a whole number"
            ),
        ])
    func noPage(body: String, error: String) {
        #expect(throws: JSONError(error)) {
            var reader = ObjectReader()
            _ = try reader.page(body)
        }
    }

    @Test("A page has at most a hundred thousand objects")
    func manyItems() {
        let items = String(repeating: "{},", count: 100_000)
        #expect(throws: JSONError("items: expected a list of at most 100000 items")) {
            var reader = ObjectReader()
            _ = try reader.page(
                #"{"kind":"ServiceImportList","metadata":{"resourceVersion":"1"},"items":[\#(items){}]}"#)
        }
    }

    @Test(
        "A status says when to come again, and how to go on",
        arguments: [
            (
                #""details":{"retryAfterSeconds":1},"metadata":{"continue":"abc"},"code":410"#,
                APIStatus(code: 410, reason: "", message: "", retryAfterSeconds: 1, continuation: "abc")
            ),
            (
                #""metadata":{"continue":""},"reason":"Expired","message":"old""#,
                APIStatus(code: 0, reason: "Expired", message: "old")
            ),
            (
                #""details":{"retryAfterSeconds":-5}"#,
                APIStatus(code: 0, reason: "", message: "", retryAfterSeconds: 0)
            ),
            (
                #""details":{"retryAfterSeconds":9223372036854775807}"#,
                APIStatus(code: 0, reason: "", message: "", retryAfterSeconds: 3600)
            ),
        ])
    func status(fields: String, expected: APIStatus) throws {
        let body = Array(#"{"kind":"Status",\#(fields)}"#.utf8)
        var reader = ObjectReader()
        #expect(try reader.status(body.span) == expected)
    }

    @Test(
        "A body that is no status is an error", arguments: ["404 page not found\n", "{}", #"{"kind":"Pod"}"#])
    func noStatus(body: String) {
        let body = Array(body.utf8)
        var reader = ObjectReader()
        #expect(throws: JSONError.self) { _ = try reader.status(body.span) }
    }

    @Test(
        "The versions of a group begin with the preferred one",
        arguments: [
            (#"{"version":"v1beta1"}"#, ["v1beta1", "v1alpha1"]),
            (#"{"version":"v1alpha1"}"#, ["v1alpha1", "v1beta1"]),
            (#"{"version":"v2"}"#, ["v1alpha1", "v1beta1"]),
            ("null", ["v1alpha1", "v1beta1"]),
        ])
    func versions(preferred: String, expected: [String]) throws {
        let body = Array(
            """
            {"kind":"APIGroup","apiVersion":"v1","name":"multicluster.x-k8s.io","versions":[\
            {"groupVersion":"multicluster.x-k8s.io/v1alpha1","version":"v1alpha1"},\
            {"groupVersion":"multicluster.x-k8s.io/v1beta1","version":"v1beta1"}],"preferredVersion":\(preferred)}
            """.utf8)
        var reader = ObjectReader()
        #expect(try reader.versions(ofGroup: body.span) == expected)
    }
}
