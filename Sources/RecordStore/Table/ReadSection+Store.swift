// Safe: the section is open, so what the store has published stays until it ends, and what is returned cannot outlive it.
extension ReadSection {
    /// The owner whose name is `name` (wire form, any case), whose hash is `hash`.
    @_lifetime(borrow self)
    package func owner(_ name: Span<UInt8>, hash: UInt64, in store: Store) -> Owner? {
        guard let block = unsafe store.table.find(name, hash: hash) else { return nil }
        let owner = unsafe Owner(block)
        return unsafe _overrideLifetime(owner, borrowing: self)
    }

    /// The owner whose name is `name` (wire form, any case): for lookups whose hash nobody has taken yet.
    @_lifetime(borrow self)
    package func owner(_ name: Span<UInt8>, in store: Store) -> Owner? {
        owner(name, hash: store.hash(name), in: store)
    }

    /// The zone's SOA image; nil before the first was published.
    @_lifetime(borrow self)
    package func soa(of store: Store) -> ImageView? {
        let image = unsafe store.authority.load()
        return unsafe _overrideLifetime(image, borrowing: self)
    }

    /// Loads the home slot of `hash`, so that a lookup soon after finds it in the cache: the first of three stages for a batch.
    package func touchHome(_ hash: UInt64, in store: Store) -> UInt64 { store.table.touchHome(hash) }

    /// Loads the head of the owner that a search for `hash` compares first: the second stage.
    package func touchOwner(_ hash: UInt64, in store: Store) -> UInt64 { store.table.touchOwner(hash) }

    /// Loads what stands behind that head: the third stage.
    package func touchContents(_ hash: UInt64, in store: Store) -> UInt64 { store.table.touchContents(hash) }
}
