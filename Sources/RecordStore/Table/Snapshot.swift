package import DNSWire

/// A store as it stands at one moment between two changes, handed out piece by piece while the store goes on changing.
///
/// Nothing is copied at its beginning, and no read section stays open: what a change replaces is copied before, and what
/// was handed out is forgotten. (One thread at a time.)
package final class Snapshot: Sendable {
    /// The zone's SOA.
    package let soa: ResourceRecord
    private let store: Store
    private let number: Int

    /// A snapshot of `store`; nil when it keeps no history (`Store.keepHistory`), or for too many already.
    package init?(of store: Store, in section: borrowing ReadSection) {
        let begun = store.history.begin { () -> ResourceRecord? in
            guard let image = section.soa(of: store) else { return nil }
            return image.authorityRecords(of: store.origin).first
        }
        guard let begun else { return nil }
        self.store = store
        number = begun.number
        soa = begun.value
    }

    deinit { store.history.end(number) }

    /// The serial of the SOA.
    package var serial: UInt32 {
        guard case .soa(let soa) = soa.rdata else { return 0 }
        return soa.serial
    }

    /// The most slots of the table that one step looks at.
    private static let slotLimit = 4096

    /// Hands out copies of some owners, in no order: about `octets` octets of them, or none where many slots are empty. Nil
    /// when all were handed out.
    package func next(octets: Int, _ reader: borrowing Reader) -> [OwnerCopy]? {
        let section = ReadSection(reader)
        return store.history.advance(number) { rest in
            let copies = Self.copies(octets, from: &rest, of: store, in: section)
            return copies.isEmpty && rest.walk.isAtEnd && rest.former.isEmpty ? nil : copies
        } ?? nil
    }

    private static func copies(
        _ octets: Int, from rest: inout History.Rest, of store: Store, in section: borrowing ReadSection
    ) -> [OwnerCopy] {
        var copies: [OwnerCopy] = []
        var size = 0
        var slotsLeft = slotLimit
        while !rest.walk.isAtEnd, size < octets, slotsLeft > 0 {
            slotsLeft -= 1
            var former = rest.former
            rest.former = [:]
            // Safe: the section is open, and blocks are copied before it ends.
            unsafe store.table.advance(&rest.walk) { block in
                let name = former.isEmpty ? nil : try? Name(wire: unsafe block.name)
                switch name.flatMap({ former.removeValue(forKey: $0) }) {
                case .nothing: return
                case .owner(let copy): copies.append(copy)
                case nil: copies.append(unsafe OwnerCopy(block))
                }
                size += copies.last?.octets ?? 0
            }
            rest.former = former
        }
        // What is in the table no more.
        while rest.walk.isAtEnd, size < octets, let (_, former) = rest.former.popFirst() {
            guard case .owner(let copy) = former else { continue }
            copies.append(copy)
            size += copy.octets
        }
        return copies
    }
}
