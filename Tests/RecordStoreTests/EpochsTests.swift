import DNSWire
import Synchronization
import Testing

@testable import RecordStore

@Suite("Epochs")
struct EpochsTests {
    private let hash = OwnerHash(seed: 3)
    private let epochs = Epochs(capacity: 4)

    private func store() throws -> Store {
        Store(origin: try name("clusterset.local."), hash: hash, epochs: epochs)
    }

    private func owner(_ number: UInt32) throws -> OwnerBuilder {
        var owner = OwnerBuilder(try name("web.shop.svc.clusterset.local."))
        owner.sets = [(.a, addresses(number))]
        return owner
    }

    private func reader() throws -> Reader {
        guard let reader = epochs.makeReader() else { throw Lookups.NoReader() }
        return reader
    }

    @Test("What an open section found stays as it was, and goes when the section has ended")
    func section() throws {
        let store = try store()
        let reader = try reader()
        let web = try owner(0).name.wire
        store.publish(try owner(0))
        do {
            let section = ReadSection(reader)
            let span = web.span
            guard let found = section.owner(span, hash: hash(span), in: store) else {
                Issue.record("the owner is missing")
                return
            }
            for number in 1...100 as ClosedRange<UInt32> { store.publish(try owner(number)) }
            #expect(epochs.retiredCount == 100)
            #expect(Records(found.image(for: .a)) == Records(addresses(0)))
            store.remove(try owner(0).name)
            #expect(Records(found.image(for: .a)) == Records(addresses(0)))
        }
        #expect(epochs.retiredCount == 101)
        epochs.reclaim()
        #expect(epochs.retiredCount == 0 && epochs.retiredOctets == 0)
    }

    @Test("A section that began after a change does not hold up what the change replaced")
    func laterSection() throws {
        let store = try store()
        let early = try reader()
        let late = try reader()
        store.publish(try owner(0))
        let later: ReadSection
        do {
            let section = ReadSection(early)
            store.publish(try owner(1))
            #expect(epochs.retiredCount == 1)
            later = ReadSection(late)
            _ = section.touchHome(0, in: store)
        }
        epochs.reclaim()
        #expect(epochs.retiredCount == 0)
        store.publish(try owner(2))
        #expect(epochs.retiredCount == 1)
        _ = later.touchHome(0, in: store)
    }

    @Test("A section within a section of the same reader protects as long as either is open")
    func nested() throws {
        let store = try store()
        let reader = try reader()
        store.publish(try owner(0))
        let outer = ReadSection(reader)
        do {
            let inner = ReadSection(reader)
            store.publish(try owner(1))
            _ = inner.touchHome(0, in: store)
        }
        epochs.reclaim()
        #expect(epochs.retiredCount == 1)
        _ = consume outer
        epochs.reclaim()
        #expect(epochs.retiredCount == 0)
    }

    /// Whether another reader can be made; it goes at once.
    private func hasRoom(_ epochs: Epochs) -> Bool { epochs.makeReader() != nil }

    @Test("No more readers than the capacity exist at one time")
    func capacity() throws {
        let first = try reader()
        let second = try reader()
        let third = try reader()
        do {
            let fourth = try reader()
            let fifth = hasRoom(epochs)
            #expect(!fifth)
            _ = consume fourth
        }
        let again = hasRoom(epochs)
        #expect(again)
        let nowhere = hasRoom(Epochs(capacity: 0))
        #expect(!nowhere)
        _ = consume first
        _ = consume second
        _ = consume third
    }

    @Test("A store that is let go leaves its owners to the sections that look at them")
    func storeGoes() throws {
        let reader = try reader()
        let web = try owner(0).name.wire
        var store: Store? = try store()
        store?.publish(try owner(7))
        store?.publish(soa: addresses(9))
        do {
            let section = ReadSection(reader)
            let span = web.span
            guard let zone = store, let found = section.owner(span, hash: hash(span), in: zone) else {
                Issue.record("the owner is missing")
                return
            }
            store = nil
            _ = consume zone
            epochs.reclaim()
            #expect(epochs.retiredCount == 2 && epochs.retiredOctets > 0)
            #expect(Records(found.image(for: .a)) == Records(addresses(7)))
        }
        epochs.reclaim()
        #expect(epochs.retiredCount == 0 && epochs.retiredOctets == 0)
    }

    @Test("A published value is released once, when every section that may have seen it has ended")
    func published() throws {
        let reader = try reader()
        let released = Counter()
        let published = Published(Value(1, released), epochs: epochs)
        do {
            let section = ReadSection(reader)
            #expect(section.withValue(of: published) { $0.number } == 1)
            published.replace(with: Value(2, released))
            #expect(section.withValue(of: published) { $0.number } == 2)
            #expect(released.count == 0)
        }
        epochs.reclaim()
        #expect(released.count == 1)
        published.replace(with: Value(3, released))
        #expect(released.count == 2)
        _ = consume published
        #expect(released.count == 3)
    }

    @Test("Epochs that go take along what waited")
    func epochsGo() throws {
        let released = Counter()
        do {
            let epochs = Epochs()
            let published = Published(Value(1, released), epochs: epochs)
            guard let reader = epochs.makeReader() else { throw Lookups.NoReader() }
            let section = ReadSection(reader)
            published.replace(with: Value(2, released))
            #expect(released.count == 0)
            _ = section.withValue(of: published) { $0.number }
        }
        #expect(released.count == 2)
    }

    @Test("Two changes at the same time trap")
    func overlapping() async {
        await #expect(processExitsWith: .failure) {
            let epochs = Epochs()
            epochs.write { _ in epochs.reclaim() }
        }
    }
}

/// A count that several owners share.
private final class Counter: Sendable {
    private let value = Atomic(0)
    var count: Int { value.load(ordering: .relaxed) }
    func add() { value.add(1, ordering: .relaxed) }
}

/// A value that counts its end.
private final class Value: Sendable {
    let number: Int
    private let released: Counter
    init(_ number: Int, _ released: Counter) {
        self.number = number
        self.released = released
    }
    deinit { released.add() }
}
