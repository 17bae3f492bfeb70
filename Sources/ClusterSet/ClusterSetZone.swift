package import DNSWire
package import RecordStore

/// One zone: the objects that a feed told of, and the owners published from them. (Control queue only, but for `store`.)
///
/// `@unchecked Sendable`: everything is called on the one queue that its service's feed was started on, by the feed's news, which
/// come there, and by whoever looks, who goes there first (`LoadedZones`); so nothing in here is ever used by two threads at
/// once. What workers use, `store` and `readiness`, and a scrape, a copy of the counts behind a lock, is Sendable by itself.
package final class ClusterSetZone: @unchecked Sendable {
    package let store: Store
    let readiness: Published<Readiness>

    let compiler: ZoneCompiler
    private(set) var inventory: Inventory
    private var serial: Serial
    private var listAges = NameListAges()
    /// What has been published so far; what the zone has from its beginning does not count.
    package private(set) var counts = ZoneCounts()
    private var allowsTransfers = false
    /// Whether it was synced once.
    private var wasSynced = false

    /// A zone that has no service yet. `now` is the time in Unix seconds.
    package init(origin: Name, options: ZoneOptions, hash: OwnerHash, epochs: Epochs, now: UInt32) {
        store = Store(origin: origin, hash: hash, epochs: epochs)
        readiness = Published(Readiness.waiting("not synchronised yet"), epochs: epochs)
        compiler = ZoneCompiler(origin: origin, options: options)
        inventory = Inventory(
            namesNamespaces: options.namesNamespaces, keepsEndpoints: options.keepsEndpoints)
        serial = Serial(rawValue: now)
        store.publish(soa: compiler.soa(serial))
        for owner in compiler.infrastructure() { store.publish(owner) }
    }

    package var origin: Name { store.origin }
    /// Seconds that answers may be kept.
    var ttl: UInt32 { compiler.options.ttl }

    /// How many objects of a kind there are.
    package func count(of kind: ObjectKind) -> Int { inventory.count(of: kind) }

    /// What came and went of the clusters' endpoints since this was called last.
    package func takeEndpoints() -> [EndpointDifference] { inventory.takeEndpoints() }

    /// The type of a service's import; nil when there is none.
    package func kind(of service: ObjectName) -> ServiceImport.Kind? { inventory[service].kind }

    /// Says that the feed has delivered all it knew at its start: from now on a name that is not published does not exist.
    package func markSynced() {
        wasSynced = true
        keepHistory()
        readiness.replace(with: .synced)
    }

    /// From now on, and from its being synced, the zone is transferred to whoever asks by `TransferableZone`.
    func allowTransfers() {
        allowsTransfers = true
        keepHistory()
    }

    /// Not before the zone is synced: until then all there is comes in one change.
    private func keepHistory() {
        if allowsTransfers, wasSynced { store.keepHistory() }
    }

    /// The serial of the SOA.
    package var currentSerial: UInt32 { serial.rawValue }

    /// Whether the feed has delivered all it knew at its start.
    package var isSynced: Bool { wasSynced }

    /// Says what keeps the feed from delivering all it knows: clients read it in the extended error of their SERVFAIL.
    package func markWaiting(for obstacle: String) {
        readiness.replace(with: .waiting(obstacle))
    }

    /// Says, of a zone that was synced, since when the feed may have missed changes; nil: it misses none any more.
    package func markLost(since time: String?) {
        readiness.replace(with: time.map { .stale("stale since \($0)") } ?? .synced)
    }

    /// Applies `changes` and publishes the owners that differ afterwards, then one new serial if there were any.
    ///
    /// Returns the services whose slices the feed has to deliver again, whole (`Change.replaceSlices`), before their new
    /// import can take effect: endpoints are not kept while they have no names.
    package func apply(_ changes: [Change], now: UInt32) -> [ObjectName] {
        store.change {
            var difference = Difference()
            inventory.take(changes)
            while let before = inventory.applyNext() { publish(since: before, &difference) }
            publishHints(difference)
            guard difference.owners > 0 else { return nil }
            counts.publications += 1
            serial.advance(now: now)
            return compiler.soa(serial)
        }
        return inventory.takeWanted()
    }

    /// How what is published by a batch of changes differs from what was.
    private struct Difference {
        var owners = 0
        /// How many services of each namespace came or went.
        var renamed: [String: Int] = [:]
        /// How many namespaces came or went.
        var namespaces = 0
    }

    /// Publishes what `before` touched.
    private func publish(since before: Inventory.Before, _ difference: inout Difference) {
        let namespaces = before.namespaces.filter { $0.value != inventory.hasNames(in: $0.key) }
        for (namespace, existed) in namespaces where !existed {
            difference.owners += publish(owners(of: namespace), inPlaceOf: [])
        }
        for (id, service) in before.services {
            let now = inventory[id]
            if (service.kind != nil) != (now.kind != nil) {
                difference.renamed[id.namespace, default: 0] += 1
            }
            guard !compiler.answersAlike(service, now) else { continue }
            let owners = compiler.owners(of: now, id)
            let former = compiler.names(of: service, id, replacedBy: now)
            difference.owners += publish(owners, inPlaceOf: former)
        }
        for (namespace, existed) in namespaces where existed {
            difference.owners += publish([], inPlaceOf: owners(of: namespace).map(\.name))
        }
        difference.namespaces += namespaces.count
    }

    /// Publishes the names that hints come from where too much of them has changed. (No serial: nothing of that is a record.)
    private func publishHints(_ difference: Difference) {
        for (namespace, count) in difference.renamed where inventory.hasNames(in: namespace) {
            let size = inventory.importCount(in: namespace)
            guard listAges.note(count, in: namespace, of: size) else { continue }
            let owner = compiler.owner(of: namespace, services: inventory.imports(in: namespace))
            if let owner { store.publish(owner) }
        }
        guard difference.namespaces > 0 else { return }
        let namespaces = inventory.namespacesWithNames
        // No namespace has an empty name.
        if listAges.note(difference.namespaces, in: "", of: namespaces.count) {
            if let owner = compiler.owner(ofNamespaces: namespaces) { store.publish(owner) }
        }
    }

    private func owners(of namespace: String) -> [OwnerBuilder] {
        compiler.owner(of: namespace).map { [$0] } ?? []
    }

    /// Publishes `owners` in their order, then removes in reverse those of `former` that are no longer there: a name is there
    /// before others refer to it, and until they no longer do. Returns how many differ from what stood there.
    private func publish(_ owners: [OwnerBuilder], inPlaceOf former: [Name]) -> Int {
        let published = owners.count { store.publish($0) }
        counts.ownersPublished += published
        guard !former.isEmpty else { return published }
        let names = Set(owners.map(\.name))
        let removed = former.reversed().count { !names.contains($0) && store.remove($0) }
        counts.ownersRemoved += removed
        return published + removed
    }
}
