import DNSWire
import RecordStore

/// A store of many owners, and lookups as a worker makes them.
struct SampleStore: Sendable {
    let store: Store
    private let hash = OwnerHash(seed: 42)
    private let epochs = Epochs()

    init(owners count: Int) {
        store = Store(origin: Name("clusterset.local.") ?? .root, hash: hash, epochs: epochs)
        for index in 0..<count { store.publish(SampleService(index: index).owner) }
    }

    /// Looks up one name after the other; returns how many addresses were found.
    func find(_ names: OctetLists, _ rounds: Range<Int>) -> Int {
        guard let reader = epochs.makeReader() else { return 0 }
        return names.sum(rounds) { batch in
            let section = ReadSection(reader)
            var sum = 0
            for index in batch { sum &+= addresses(of: names[index], hash: hash(names[index]), in: section) }
            return sum
        }
    }

    /// The same in stages, so that the memory of one lookup arrives while the others of its batch are prepared.
    func findStaged(_ names: OctetLists, _ rounds: Range<Int>) -> Int {
        guard let reader = epochs.makeReader() else { return 0 }
        var hashes = InlineArray<32, UInt64>(repeating: 0)
        return names.sum(rounds) { batch in
            let section = ReadSection(reader)
            for index in 0..<batch.count { hashes[index] = hash(names[batch.lowerBound + index]) }
            for index in 0..<batch.count { _ = section.touchHome(hashes[index], in: store) }
            for index in 0..<batch.count { _ = section.touchOwner(hashes[index], in: store) }
            for index in 0..<batch.count { _ = section.touchContents(hashes[index], in: store) }
            var sum = 0
            for index in 0..<batch.count {
                sum &+= addresses(of: names[batch.lowerBound + index], hash: hashes[index], in: section)
            }
            return sum
        }
    }

    private func addresses(of name: Span<UInt8>, hash: UInt64, in section: borrowing ReadSection) -> Int {
        guard let owner = section.owner(name, hash: hash, in: store) else { return 0 }
        return owner.image(for: .a)?.answerCount ?? 0
    }
}
