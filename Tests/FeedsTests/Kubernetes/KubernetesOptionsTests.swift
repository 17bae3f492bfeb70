import ClusterSet
import Testing

@testable import Feeds

/// Which objects of a cluster are asked for.
struct KubernetesOptionsTests {
    @Test("A watch is there for each kind that something depends on")
    func kinds() {
        var options = KubernetesOptions(source: .inCluster)
        #expect(options.resources.map(\.kind) == [.serviceImports, .endpointSlices])
        options.namespaceLabels = "stage!=test"
        #expect(options.resources.map(\.kind) == [.serviceImports, .endpointSlices, .namespaces])
        options.readsSlices = false
        #expect(options.resources.map(\.kind) == [.serviceImports, .namespaces])
    }
}
