import ClusterSet
import Feeds
import Testing

@Suite("An endpoint is named after its pod")
struct PodNameTests {
    @Test(
        "when that is asked for, it has no hostname, and a pod whose name is one label",
        arguments: [
            (#""targetRef":{"kind":"Pod","name":"db-0","namespace":"shop"}"#, "db-0"),
            (#""hostname":null,"targetRef":{"kind":"Pod","name":"db-0"}"#, "db-0"),
            (#""hostname":"","targetRef":{"kind":"Pod","name":"db-0"}"#, "db-0"),
            (#""hostname":"first","targetRef":{"kind":"Pod","name":"db-0"}"#, "first"),
            (#""targetRef":{"kind":"Node","name":"db-0"}"#, nil),
            (#""targetRef":{"kind":"Pod"}"#, nil),
            (#""targetRef":{"name":"db-0"}"#, nil),
            (#""targetRef":null"#, nil),
            (#""targetRef":{"kind":"Pod","name":"db.0"}"#, nil),
            (
                #""targetRef":{"kind":"Pod","name":"\#(String(repeating: "a", count: 63))"}"#,
                String(repeating: "a", count: 63)
            ),
            (#""targetRef":{"kind":"Pod","name":"\#(String(repeating: "a", count: 64))"}"#, nil),
        ] as [(String, String?)])
    func names(fields: String, name: String?) throws {
        #expect(try hostname(fields, usesPodNames: true) == name)
        let own = name == "first" ? name : nil
        #expect(try hostname(fields, usesPodNames: false) == own)
    }

    @Test("which costs the slice when it is no name at all")
    func damaged() throws {
        let json = slice(#""targetRef":{"kind":"Pod","name":5}"#)
        var reader = ObjectReader(usesPodNames: true)
        let object = try reader.added(json, of: .endpointSlices)
        #expect(
            object?.content
                == .refused("EndpointSlice shop/db-x7: endpoints[0].targetRef.name: expected a string"))
    }

    /// The name of the only endpoint, which is the same from both feeds.
    private func hostname(_ fields: String, usesPodNames: Bool) throws -> String? {
        let json = slice(fields)
        var reader = ObjectReader(usesPodNames: usesPodNames)
        guard case .endpointSlice(let fromCluster) = try reader.added(json, of: .endpointSlices)?.content
        else {
            Issue.record("\(json) is no slice")
            return nil
        }
        let manifest = try ManifestReader.read(Array(json.utf8), file: "a.json", usesPodNames: usesPodNames)
        #expect(manifest.slices[fromCluster.id]?.endpoints == fromCluster.endpoints)
        return fromCluster.endpoints.first?.hostname
    }

    private func slice(_ fields: String) -> String {
        sliceJSON(fields: #""addressType":"IPv4","endpoints":[{"addresses":["10.1.0.1"],\#(fields)}]"#)
    }
}
