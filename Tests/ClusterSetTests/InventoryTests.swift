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
}
