import DNSWire
import Testing

@testable import ClusterSet

struct InventoryTests {
    private let web = ObjectName(namespace: "shop", name: "web")
    private let db = ObjectName(namespace: "shop", name: "db")

    @Test("The same change again touches nothing")
    func idempotence() {
        var inventory = Inventory()
        let changes: [Change] = [
            .putImport(serviceImport("web", ips: ["10.0.0.1"])),
            .putSlice(slice("s", of: "web", [endpoint("10.0.0.2")])),
            .removeImport(db), .removeSlice(db),
        ]
        #expect(inventory.apply(changes).services.map(\.id) == [web])
        #expect(inventory.apply(changes).services.isEmpty)
    }

    @Test("A batch says how things stood before it, not within it")
    func before() {
        var inventory = Inventory()
        _ = inventory.apply([.putImport(serviceImport("web", ips: ["10.0.0.1"]))])
        let before = inventory.apply([
            .putImport(serviceImport("web", ips: ["10.0.0.2"])),
            .putImport(serviceImport("web", ips: ["10.0.0.3"])),
        ])
        #expect(before.services.first { $0.id == web }?.service.addresses == [.v4(0x0A00_0001)])
        #expect(inventory[web].addresses == [.v4(0x0A00_0003)])
    }

    @Test("A slice belongs to the service that it named last")
    func movedSlice() {
        var inventory = Inventory()
        _ = inventory.apply([.putSlice(slice("s", of: "web", [endpoint("10.0.0.1")]))])
        _ = inventory.apply([.putSlice(slice("s", of: "db", [endpoint("10.0.0.1")]))])
        #expect(inventory[web].isUnknown)
        #expect(inventory[db].slices.whole.map(\.id.name) == ["s"])
        _ = inventory.apply([.removeSlice(ObjectName(namespace: "shop", name: "s"))])
        #expect(inventory[db].isUnknown)
    }

    @Test("A slice that an answer names belongs to its service there, also before a watch says so")
    func slicesMovedByAnswer() {
        var inventory = Inventory()
        let moved = slice("s", of: "web", [endpoint("10.0.0.1")])
        _ = inventory.apply([
            .putImport(serviceImport("web")), .putImport(serviceImport("db")),
            .putSlice(slice("t", of: "web", [endpoint("10.0.0.2")])),
            .putSlice(slice("s", of: "db", [endpoint("10.0.0.1")])),
            .putImport(serviceImport("web", .headless)),
        ])
        #expect(inventory.takeWanted() == [web])
        _ = inventory.apply([.replaceSlices(of: web, [moved])])
        #expect(inventory[web].slices.whole == [moved])
        #expect(inventory[db].slices.isEmpty)
        #expect(inventory.count(of: .endpointSlices) == 1)
        // The watch says it later, and nothing new by that.
        #expect(inventory.apply([.putSlice(moved)]).services.isEmpty)
    }

    @Test("A namespace is there from its first import to its last; slices do not count")
    func namespaces() {
        var inventory = Inventory()
        let steps: [(Change, Bool)] = [
            (.putSlice(slice("s", of: "web", [])), false), (.putImport(serviceImport("web")), true),
            (.putImport(serviceImport("db")), true), (.putImport(serviceImport("db", .headless)), true),
            (.removeImport(web), true), (.removeImport(db), false),
        ]
        for (change, hasImports) in steps {
            let before = inventory.hasNames(in: "shop")
            let touched = inventory.apply([change])
            #expect(inventory.hasNames(in: "shop") == hasImports)
            #expect(touched.namespaces["shop"] ?? before == before)
        }
    }

    @Test(
        "Slices stand in the order of their names, whichever came first",
        arguments: [["a", "b", "c"], ["c", "a", "b"]])
    func order(names: [String]) {
        var inventory = Inventory()
        _ = inventory.apply(names.map { .putSlice(slice($0, of: "db", [endpoint("10.0.0.1")])) })
        #expect(inventory[db].slices.whole.map(\.id.name) == ["a", "b", "c"])
    }

    @Test("A namespace whose only service is exchanged in one batch has names before and after it")
    func exchange() {
        var inventory = Inventory()
        let spaces = (0..<32).map { "shop-\($0)" }
        func object(_ name: String, in space: String) -> ServiceImport {
            ServiceImport(
                id: ObjectName(namespace: space, name: name), kind: .clusterSetIP, ips: [], ports: [])
        }
        _ = inventory.apply(spaces.map { .putImport(object("web", in: $0)) })
        for space in spaces {
            _ = inventory.apply([
                .removeImport(ObjectName(namespace: space, name: "web")),
                .putImport(object("db", in: space)),
            ])
            #expect(inventory.hasNames(in: space))
            #expect(inventory.imports(in: space) == ["db"])
        }
        #expect(inventory.count(of: .serviceImports) == 32)
    }

    @Test("What is left when most services went is what it was, slices included")
    func shrinking() {
        var inventory = Inventory()
        let names = (0..<3000).map { "web-\($0)" }
        let endpoints = (0..<60).map { endpoint("10.0.0.\($0)", hostname: "pod-\($0)") }
        let slices = names.map { slice("\($0)-a", of: $0, endpoints) }
        _ = inventory.apply(
            names.map { .putImport(serviceImport($0, .headless)) } + slices.map { .putSlice($0) })
        let ids = names.map { ObjectName(namespace: "shop", name: $0) }
        for (id, slice) in zip(ids, slices).dropFirst(100) {
            _ = inventory.apply([.removeImport(id), .removeSlice(slice.id)])
        }
        #expect(Set(inventory.imports(in: "shop")) == Set(names.prefix(100)))
        #expect(inventory.count(of: .endpointSlices) == 100)
        for (id, slice) in zip(ids, slices).prefix(100) { #expect(inventory[id].slices.whole == [slice]) }
        for slice in slices { _ = inventory.apply([.removeSlice(slice.id)]) }
        #expect(inventory.count(of: .endpointSlices) == 0)
        #expect(inventory[ids[0]] == Service(kind: .headless))
    }
}
