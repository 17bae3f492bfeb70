import DNSWire
import Testing

@testable import ClusterSet

struct ListTests {
    private let web = ObjectName(namespace: "shop", name: "web")
    private let db = ObjectName(namespace: "shop", name: "db")
    private let webImport = Change.putImport(serviceImport("web", ips: ["10.0.0.1"]))

    @Test("What a list does not name is gone at its end; what it names again is not touched")
    func replacement() {
        var inventory = Inventory()
        let kept = slice("t", of: "db", [endpoint("10.0.0.3")])
        _ = inventory.apply([
            webImport, .putImport(serviceImport("db", .headless)),
            .putSlice(slice("s", of: "db", [endpoint("10.0.0.2")])), .putSlice(kept),
        ])
        let before = inventory.apply([
            .beginList(.serviceImports), webImport, .endList(.serviceImports),
            .beginList(.endpointSlices), .putSlice(kept), .endList(.endpointSlices),
        ])
        #expect(before.services.map(\.id) == [db])
        #expect(inventory[db].kind == nil)
        #expect(inventory[db].slices.whole.map(\.id.name) == ["t"])
        #expect(inventory[web].addresses == [.v4(0x0A00_0001)])
    }

    @Test("Nothing of a list shows before its end, and nothing at all of one that broke off")
    func brokenList() {
        var inventory = Inventory()
        _ = inventory.apply([webImport])
        let pages: [Change] = [
            .beginList(.serviceImports), .putImport(serviceImport("db", ips: ["10.0.0.2"])),
            .putImport(serviceImport("web", ips: ["10.0.0.9"])),
        ]
        #expect(inventory.apply(pages).services.isEmpty)
        #expect(inventory.apply([.dropList(.serviceImports)]).services.isEmpty)
        #expect(inventory.apply([.endList(.serviceImports)]).services.isEmpty)
        #expect(inventory[web].addresses == [.v4(0x0A00_0001)])
        #expect(inventory[db].isUnknown)
        _ = inventory.apply(pages)
        #expect(inventory.apply([.endList(.serviceImports)]).services.count == 2)
        #expect(inventory[db].addresses == [.v4(0x0A00_0002)])
    }

    @Test("What goes while a list names it is not in the list", arguments: [true, false])
    func removedMeanwhile(isHeld: Bool) {
        var inventory = Inventory()
        if isHeld { _ = inventory.apply([webImport]) }
        let began = inventory.apply([.beginList(.serviceImports), webImport, .removeImport(web)])
        #expect(began.services.isEmpty && inventory[web].isUnknown != isHeld)
        _ = inventory.apply([.endList(.serviceImports)])
        #expect(inventory[web].isUnknown)
    }

    @Test("Long lists of what there was nothing of are one publication, with what follows them")
    func longLists() {
        let services = (0..<2500).map { serviceImport("s\($0)", .headless) }
        let slices = (0..<2500).map { slice("t\($0)", of: "s\($0)", [endpoint("10.0.0.1")]) }
        let gone = [Change.removeImport(services[7].id), .removeSlice(slices[9].id)]
        let zone = PublishedZone()
        zone.apply(
            [.beginList(.serviceImports)] + services.map { .putImport($0) } + [.endList(.serviceImports)]
                + [.beginList(.endpointSlices)] + slices.map { .putSlice($0) } + [.endList(.endpointSlices)]
                + gone)
        #expect(zone.counts.publications == 1)
        #expect(zone.serial == 1001)
        #expect(zone.count(of: .serviceImports) == 2499)
        #expect(zone.count(of: .endpointSlices) == 2499)

        let other = PublishedZone()
        other.apply(services.map { .putImport($0) } + slices.map { .putSlice($0) })
        other.apply(gone)
        #expect(zone.count == other.count)
    }

    @Test("A list of one kind holds nothing of another kind back")
    func otherKind() {
        var inventory = Inventory()
        _ = inventory.apply([.beginList(.endpointSlices), webImport])
        #expect(inventory[web].kind == .clusterSetIP)
    }

    @Test("Of the slices of a ClusterSetIP import only counts are kept")
    func counts() {
        let endpoints = [endpoint("10.0.0.2"), endpoint("10.0.0.3", isReady: false)]
        for changes in [
            [webImport, .putSlice(slice("s", of: "web", endpoints))],
            [.putSlice(slice("s", of: "web", endpoints)), webImport],
        ] {
            var inventory = Inventory()
            for change in changes { _ = inventory.apply([change]) }
            #expect(inventory[web].slices == .counted([SliceCount(slice("s", of: "web", endpoints))]))
            #expect(inventory[web].slices.hasReadyEndpoints)
            #expect(inventory.apply(changes).services.isEmpty)
        }
    }

    @Test("An import that turns headless takes effect when its slices were delivered again, and not before")
    func turningHeadless() {
        var inventory = Inventory()
        let ready = slice("s", of: "web", [endpoint("10.0.0.2")])
        _ = inventory.apply([webImport, .putSlice(ready)])
        let headless = Change.putImport(serviceImport("web", .headless))
        #expect(inventory.apply([headless, headless]).services.isEmpty)
        #expect(inventory.takeWanted() == [web])
        #expect(inventory[web].kind == .clusterSetIP)

        // What happens to the slices meanwhile is newer than what was asked for.
        let later = slice("t", of: "web", [endpoint("10.0.0.3")])
        _ = inventory.apply([.putSlice(later), .replaceSlices(of: web, [ready])])
        #expect(inventory[web].kind == .headless)
        #expect(inventory[web].slices == .whole([ready, later]))
        #expect(inventory.takeWanted().isEmpty)
        #expect(inventory.apply([.replaceSlices(of: web, [])]).services.isEmpty)
    }

    @Test("An import that turns back, or goes, while its slices are on their way wants them no more")
    func turningBack() {
        for last in [webImport, .removeImport(web)] {
            var inventory = Inventory()
            let ready = slice("s", of: "web", [endpoint("10.0.0.2")])
            _ = inventory.apply([
                webImport, .putSlice(ready), .putImport(serviceImport("web", .headless)), last,
            ])
            #expect(inventory.takeWanted().isEmpty)
            _ = inventory.apply([.replaceSlices(of: web, [ready])])
            #expect(inventory[web].kind == (last == webImport ? .clusterSetIP : nil))
        }
    }

    @Test("Where namespaces are named, the services of all others have no names")
    func namespaces() {
        var inventory = Inventory(namesNamespaces: true)
        _ = inventory.apply([webImport])
        #expect(inventory[web].isUnknown && !inventory.hasNames(in: "shop"))

        let before = inventory.apply([.putNamespace("shop")])
        #expect(
            before.services.first { $0.id == web }?.service.isUnknown == true
                && before.namespaces == ["shop": false])
        #expect(inventory[web].kind == .clusterSetIP && inventory.hasNames(in: "shop"))

        let after = inventory.apply([
            .beginList(.namespaces), .putNamespace("bar"), .endList(.namespaces),
        ])
        #expect(
            after.services.first { $0.id == web }?.service.kind == .clusterSetIP
                && after.namespaces["shop"] == true)
        #expect(inventory[web].isUnknown && !inventory.hasNames(in: "shop"))
    }
}
