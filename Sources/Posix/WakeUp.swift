import CPosix

/// Wakes a loop that waits in `Epoll`, from any thread (eventfd(2)).
package struct WakeUp: ~Copyable, Sendable {
    /// Readable from a `signal` to the next `clear`.
    package let descriptor: FileDescriptor

    package init() throws(SystemError) {
        descriptor = FileDescriptor(owning: try checkedNegated(csd_eventfd(), "eventfd"))
    }

    package func signal() { csd_eventfd_signal(descriptor.number) }

    /// No longer readable, until the next `signal`.
    package func clear() { csd_eventfd_clear(descriptor.number) }
}
