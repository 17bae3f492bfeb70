package import DNSWire

/// The owners of one zone: a single writer (the control queue), any number of wait-free readers.
///
/// A change becomes visible by one release store. It costs the same however many owners there are, but for the table's
/// growth: each doubling visits every owner once, which is a constant share of the insertions that made it necessary.
package final class Store: Sendable {
    package let origin: Name
    let table: OwnerTable
    let authority: PublishedImage
    let hash: OwnerHash
    let history = History()
    private let epochs: Epochs

    package init(origin: Name, hash: OwnerHash, epochs: Epochs) {
        self.origin = origin
        self.hash = hash
        self.epochs = epochs
        table = OwnerTable()
        authority = PublishedImage()
    }

    deinit {
        table.leave(to: epochs)
        authority.leave(to: epochs)
    }

    /// Publishes one owner in place of what stood under its name, by one release store. (Control queue only.)
    ///
    /// Returns whether anything changed: an owner equal to the one that stands is left alone.
    @discardableResult
    package func publish(_ owner: OwnerBuilder) -> Bool {
        let hash = hash(owner.name.wire.span)
        return epochs.write { garbage in
            table.publish(owner, hash: hash, noting: history, retiringTo: &garbage)
        }
    }

    /// Removes one owner; returns whether it was there. (Control queue only.)
    @discardableResult
    package func remove(_ name: Name) -> Bool {
        let hash = hash(name.wire.span)
        let isGone = epochs.write { garbage in
            table.remove(name.wire.span, hash: hash, noting: history, retiringTo: &garbage)
        }
        if isGone { history.forget(name) }
        return isGone
    }

    /// Runs `body`, which publishes and removes owners that belong together, and publishes the SOA that it returns, if any:
    /// a snapshot shows all of it or nothing. (Control queue only; lookups see each owner at once.)
    package func change(_ body: () -> AnswerImage?) {
        history.beginChange()
        let soa = body()
        history.endChange { if let soa { publish(soa: soa) } }
    }

    /// From now on, snapshots can be taken. (Control queue only, between changes.)
    ///
    /// It costs a change a copy of what it replaces, so a store does without where nobody takes any.
    package func keepHistory() { history.keep() }

    /// Publishes the zone's SOA, which every negative answer carries: one record in the authority section. (Control queue only.)
    package func publish(soa: AnswerImage) {
        epochs.write { garbage in authority.replace(with: soa, retiringTo: &garbage) }
    }

    /// How many owners are published. (Any thread.)
    package var count: Int { table.count }

    /// Octets of memory held for owners, slots and the SOA, the allocator's share included. (Any thread.)
    ///
    /// What has been replaced and not yet freed counts in `Epochs.retiredOctets`.
    package var octets: Int { table.octets + authority.octets }
}
