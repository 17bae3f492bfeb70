import DNSWire
import Dispatch
import Glibc
import RecordStore
import Synchronization
import Testing

/// Readers on all cores while the writer never pauses. Run under the thread and address sanitizers as well.
@Suite("Readers and a writer at the same time", .serialized)
struct StressTests {
    @Test("Readers see whole, published, ever newer owners and never miss one that is always there")
    func owners() throws {
        let stress = try Stress()
        stress.run()
        #expect(stress.faults.load(ordering: .relaxed) == 0)
        #expect(stress.hits.load(ordering: .relaxed) > 0)

        let lookups = try Lookups(stress.store, hash: stress.hash, epochs: stress.epochs)
        for (index, name) in stress.lasting.enumerated() {
            let found = lookups.records(name.wire, .txt)
            #expect(found == Records(Stress.image(index, stress.lastVersion)))
        }
        for name in stress.passing {
            let found = lookups.finds(name.wire)
            #expect(!found)
        }
        stress.epochs.reclaim()
        #expect(stress.epochs.retiredCount == 0 && stress.epochs.retiredOctets == 0)
        #expect(stress.store.count == stress.lasting.count)
    }
}

/// One run: names that last and get a new version each round, and names that come and go.
private final class Stress: Sendable {
    let hash = OwnerHash(seed: 11)
    let epochs = Epochs()
    let store: Store
    let lasting: [Name]
    let passing: [Name]
    let lastVersion: UInt32 = 24

    let faults = Atomic(0)
    let hits = Atomic(0)
    private let started = Atomic(0)
    private let isOver = Atomic(false)
    private let published: Published<Pair>
    private let readers = max(2, sysconf(Int32(_SC_NPROCESSORS_ONLN)))

    /// A value whose halves are equal as long as it lives.
    private final class Pair: Sendable {
        let left: UInt32
        let right: Atomic<UInt32>
        init(_ number: UInt32) {
            left = number
            right = Atomic(number)
        }
        deinit { right.store(~left, ordering: .relaxed) }
    }

    init() throws {
        store = Store(origin: try name("clusterset.local."), hash: hash, epochs: epochs)
        lasting = try (0..<64).map { try name("lasting-\($0).svc.clusterset.local.") }
        passing = try (0..<1500).map { try name("passing-\($0).svc.clusterset.local.") }
        published = Published(Pair(0), epochs: epochs)
        for index in lasting.indices { publish(index, 0) }
    }

    /// An image that says whose it is and which version, three times over, of a size that depends on the version.
    static func image(_ index: Int, _ version: UInt32) -> AnswerImage {
        var builder = AnswerImageBuilder()
        for _ in 0..<(3 + version % 5) {
            builder.begin(.answer, owner: .question, type: .txt, ttl: version)
            builder.append(UInt32(index).octets + version.octets + (UInt32(index) ^ ~version).octets)
        }
        return builder.finish()
    }

    private func publish(_ index: Int, _ version: UInt32) {
        var owner = OwnerBuilder(index < lasting.count ? lasting[index] : passing[index - lasting.count])
        owner.sets = [(.txt, Self.image(index, version))]
        store.publish(owner)
    }

    func run() {
        let group = DispatchGroup()
        for seed in 0..<readers {
            // A serial queue has a thread of its own, however busy the others are.
            DispatchQueue(label: "reader \(seed)").async(group: group) { @Sendable in
                self.read(seed: UInt64(seed))
            }
        }
        while started.load(ordering: .acquiring) < readers { sched_yield() }
        write()
        isOver.store(true, ordering: .releasing)
        group.wait()
    }

    private func write() {
        for version in 1...lastVersion {
            // The table grows from 64 names to all of them and is emptied again, in every third round.
            let all = lasting.count + (version.isMultiple(of: 3) ? passing.count : 0)
            for index in 0..<all {
                publish(index, version)
                if index >= lasting.count { publish(index % lasting.count, version) }
            }
            published.replace(with: Pair(version))
            // Blocks of those in force, and slots for as many as there ever were.
            let bound = 300 * all + 32 * (lasting.count + passing.count)
            if store.octets > bound { faults.add(1, ordering: .relaxed) }
            if version.isMultiple(of: 3) { for name in passing { store.remove(name) } }
        }
    }

    private func read(seed: UInt64) {
        guard let reader = epochs.makeReader() else {
            faults.add(1, ordering: .relaxed)
            return
        }
        var generator = SeededGenerator(seed: seed)
        var newest = [UInt32](repeating: 0, count: lasting.count)
        started.add(1, ordering: .releasing)
        while !isOver.load(ordering: .acquiring) {
            let section = ReadSection(reader)
            if !section.withValue(of: published, { $0.left == $0.right.load(ordering: .relaxed) }) {
                faults.add(1, ordering: .relaxed)
            }
            for _ in 0..<32 {
                let index = Int.random(in: 0..<128, using: &generator)
                if index < lasting.count {
                    let version = look(lasting[index], index, section)
                    if version ?? 0 < newest[index] || version == nil { faults.add(1, ordering: .relaxed) }
                    newest[index] = version ?? .max
                } else {
                    let place = Int.random(in: passing.indices, using: &generator)
                    _ = look(passing[place], lasting.count + place, section)
                }
            }
        }
    }

    /// The version that stands under the name, checked; nil when there is none.
    private func look(_ name: Name, _ index: Int, _ section: borrowing ReadSection) -> UInt32? {
        let wire = name.wire
        let span = wire.span
        guard let owner = section.owner(span, hash: hash(span), in: store) else { return nil }
        hits.add(1, ordering: .relaxed)
        guard let image = owner.image(for: .txt), image.octets.count >= 12 else {
            faults.add(1, ordering: .relaxed)
            return nil
        }
        let version = (6..<10).reduce(UInt32(0)) { $0 << 8 | UInt32(image.octets[$1]) }
        if Records(image) != Records(Self.image(index, version)) { faults.add(1, ordering: .relaxed) }
        return version
    }
}
