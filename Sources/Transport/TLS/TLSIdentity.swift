import Posix

/// The context that new connections of a listen point begin with; those that there are keep theirs. Any thread may use it.
/// Without one nobody can connect.
package final class TLSIdentity: Sendable {
    private let context: Guarded<TLSContext?>

    package init(_ context: TLSContext?) { self.context = Guarded(context) }

    package var current: TLSContext? { context.withLock { $0 } }

    /// Has the next connections begin with `new`.
    package func replace(with new: TLSContext?) {
        // The old one goes outside of the lock.
        _ = context.withLock { context in
            defer { context = new }
            return context
        }
    }
}
