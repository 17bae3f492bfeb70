/// The resource version up to which everything is known.
struct HeldVersion {
    /// Opaque; nil: nothing is known yet.
    private(set) var text: String?

    /// An object that does not say its own is none to go on from.
    mutating func advance(to resourceVersion: String) {
        if !resourceVersion.isEmpty { text = resourceVersion }
    }

    /// Whether the API server's has gone back behind this one: its database was put back to a backup. Only here is a version
    /// taken for a number.
    func isAhead(of resourceVersion: String) -> Bool {
        guard let theirs = UInt64(resourceVersion), let ours = text.flatMap({ UInt64($0) }) else {
            return false
        }
        return theirs < ours
    }
}
