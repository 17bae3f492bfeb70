import ClusterSet
import Testing

@testable import Feeds

struct LayersTests {
    private let id = ObjectName(namespace: "shop", name: "web")
    private let below = Change.putImport(object("10.0.0.1"))
    private let above = Change.putImport(object("10.9.9.9"))

    private static func object(_ ip: String, name: String = "web") -> ServiceImport {
        ServiceImport(
            id: ObjectName(namespace: "shop", name: name), kind: .clusterSetIP, ips: [ip], ports: [])
    }

    private static func slice(_ name: String) -> EndpointSlice {
        EndpointSlice(
            id: ObjectName(namespace: "shop", name: name), service: "web", cluster: nil, endpoints: [],
            ports: [])
    }

    @Test("The same object from both is the upper one's, whichever came first, and that is told")
    func upperWins() {
        var layers = Layers()
        #expect(layers.lower([below]) == [below])
        #expect(layers.upper([above]) == [above])
        #expect(layers.takeConflicts().map(\.id) == [id])
        #expect(layers.lower([below]).isEmpty)

        var other = Layers()
        #expect(other.upper([above]) == [above])
        #expect(other.takeConflicts().isEmpty)
        #expect(other.lower([below]).isEmpty)
        #expect(other.takeConflicts().map(\.id) == [id])
    }

    @Test("When the upper one's goes, the lower one's shows; when the lower one's goes, nothing happens")
    func goes() {
        var layers = Layers()
        _ = layers.lower([below]) + layers.upper([above])
        #expect(layers.lower([.removeImport(id)]).isEmpty)
        #expect(layers.lower([below]).isEmpty)
        #expect(layers.upper([.removeImport(id)]) == [below])
        #expect(layers.lower([.removeImport(id)]) == [.removeImport(id)])
        #expect(layers.upper([above, .removeImport(id)]) == [above, .removeImport(id)])
    }

    @Test("A list of the upper one leaves what only the lower one has")
    func list() {
        var layers = Layers()
        let other = Change.putImport(Self.object("10.0.0.2", name: "other"))
        _ = layers.lower([below, other]) + layers.upper([above])
        let list: [Change] = [.beginList(.serviceImports), above, .endList(.serviceImports)]
        #expect(layers.upper(list) == [.beginList(.serviceImports), above, other, .endList(.serviceImports)])
        // What it names no longer shows from below.
        let changes = layers.upper([.beginList(.serviceImports), .endList(.serviceImports)])
        #expect(changes.dropLast().contains(below) && changes.dropLast().contains(other))
    }

    @Test("What the lower one says during a list of the upper one does not wait for its end")
    func duringList() {
        var layers = Layers()
        #expect(layers.upper([.beginList(.serviceImports), above]).isEmpty)
        #expect(layers.lower([below]) == [below])
        #expect(layers.takeConflicts().isEmpty)
        #expect(
            layers.upper([.endList(.serviceImports)]) == [
                .beginList(.serviceImports), above, .endList(.serviceImports),
            ])
        #expect(layers.takeConflicts().map(\.id) == [id])
    }

    @Test("A list that breaks off leaves nothing, and another kind's changes pass it by")
    func brokenList() {
        var layers = Layers()
        let slice = Change.putSlice(Self.slice("a"))
        #expect(layers.upper([.beginList(.serviceImports), above, slice]) == [slice])
        #expect(layers.upper([.dropList(.serviceImports)]).isEmpty)
        #expect(layers.lower([below]) == [below])
    }

    @Test("Namespaces are the upper one's, and come with their list")
    func namespaces() {
        var layers = Layers()
        let list: [Change] = [.beginList(.namespaces), .putNamespace("shop"), .endList(.namespaces)]
        #expect(layers.upper([list[0]]).isEmpty && layers.upper([list[1]]).isEmpty)
        #expect(layers.upper([list[2]]) == list)
        #expect(layers.upper([.removeNamespace("shop")]) == [.removeNamespace("shop")])
    }

    @Test("What goes while a list names it shows what is below")
    func removedMeanwhile() {
        var layers = Layers()
        _ = layers.lower([below])
        let changes = layers.upper([
            .beginList(.serviceImports), above, .removeImport(id), .endList(.serviceImports),
        ])
        #expect(
            changes == [
                .beginList(.serviceImports), above, .removeImport(id), below, .endList(.serviceImports),
            ])
    }

    @Test("Slices that are delivered again come from both")
    func slices() {
        var layers = Layers()
        _ = layers.lower([.putSlice(Self.slice("a")), .putSlice(Self.slice("b"))])
        _ = layers.upper([.putSlice(Self.slice("b"))])
        #expect(
            layers.upper([.replaceSlices(of: id, [Self.slice("b")])]) == [
                .replaceSlices(of: id, [Self.slice("b"), Self.slice("a")])
            ])
    }
}
