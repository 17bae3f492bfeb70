package import Synchronization

/// A value that is replaced as a whole: readers see the old one or the new one, never a mixture.
@safe package final class Published<Value: AnyObject & Sendable>: Sendable {
    /// The value, retained once.
    // Safe: what it points to is Sendable, and is released when no section can see it.
    @usableFromInline nonisolated(unsafe) let address: Atomic<UnsafeMutableRawPointer>
    private let epochs: Epochs

    package init(_ value: Value, epochs: Epochs) {
        unsafe address = Atomic(Unmanaged.passRetained(value).toOpaque())
        self.epochs = epochs
    }

    deinit {
        // Safe: whoever calls `withValue` holds this object meanwhile.
        unsafe Unmanaged<Value>.fromOpaque(address.load(ordering: .acquiring)).release()
    }

    /// Publishes `value` in place of the present one, which is released when every read section has left it. (Control queue only.)
    ///
    /// The release happens within a change: what `value` does when it goes must not publish anything.
    package func replace(with value: Value) {
        epochs.write { garbage in
            // Safe: the address is always that of a retained value; the old one's retain passes to the garbage.
            let old = unsafe address.load(ordering: .relaxed)
            unsafe address.store(Unmanaged.passRetained(value).toOpaque(), ordering: .releasing)
            garbage.retire(.object(unsafe Unmanaged<Value>.fromOpaque(old).takeRetainedValue()), octets: 0)
        }
    }
}

extension ReadSection {
    /// Calls `body` with the value as it stands, without retaining it.
    ///
    /// Inlinable: the caller's module knows both types, and calls `body` directly.
    @inlinable
    package func withValue<Value, Result>(
        of published: Published<Value>, _ body: (Value) -> Result
    ) -> Result {
        // Safe: the section is open, so the value is not released before `body` returns.
        unsafe Unmanaged<Value>.fromOpaque(published.address.load(ordering: .acquiring))
            ._withUnsafeGuaranteedRef { body($0) }
    }
}
