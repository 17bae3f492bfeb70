import DNSWire

extension Loop {
    /// Names on their way to the image of an RRset: hashed, found, and asked for their addresses. A round is one name.
    static let lookups = [
        Loop("lookup.hit") {
            let store = SampleStore(owners: 1_000)
            let names = wireNames(serviceNames(count: 1_000))
            return { store.find(names, $0) }
        },
        Loop("lookup.miss") {
            let store = SampleStore(owners: 1_000)
            let names = wireNames(serviceNames(count: 1_000).map { "no-" + $0 })
            return { store.find(names, $0) }
        },
        Loop("lookup.staged.100k") {
            let store = SampleStore(owners: 100_000)
            let names = wireNames(serviceNames(count: 100_000))
            return { store.findStaged(names, $0) }
        },
    ]

    private static func wireNames(_ texts: [String]) -> OctetLists {
        OctetLists(texts.shuffled().compactMap { Name($0)?.wire })
    }
}
