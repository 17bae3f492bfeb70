import ClusterSet
import RecordStore

extension Loop {
    /// A service whose address changes, among more and more of them. A round is one change.
    static let updates = [
        updateStore("update.store.1k", services: 1_000),
        updateStore("update.store.100k", services: 100_000),
        updateZone("update.zone.1k", services: 1_000),
        updateZone("update.zone.100k", services: 100_000),
    ]

    /// The owner is there already, and is published.
    private static func updateStore(_ name: String, services count: Int) -> Loop {
        Loop(name) {
            let store = SampleStore(owners: count).store
            let owners = changed(of: count).map(\.owner)
            return { rounds in
                var sum = 0
                for round in rounds { sum &+= store.publish(owners[round % owners.count]) ? 1 : 0 }
                return sum
            }
        }
    }

    /// The object comes from a feed: what it says is compared, compiled and published, and the serial with it.
    private static func updateZone(_ name: String, services count: Int) -> Loop {
        Loop(name) {
            let server = SampleServer(services: count)
            let changes = changed(of: count).map { [Change.putImport($0.object)] }
            return { rounds in
                for round in rounds {
                    _ = server.zone.apply(changes[round % changes.count], now: 0)
                }
                return server.zone.store.count
            }
        }
    }

    /// At most 10,000 of `count` services, each in its odd version and later in its even one: always another than stands.
    private static func changed(of count: Int) -> [SampleService] {
        let indices = (0..<count).shuffled().prefix(10_000)
        return [1, 2].flatMap { version in indices.map { SampleService(index: $0, version: version) } }
    }
}
