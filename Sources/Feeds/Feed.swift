package import ClusterSet
package import Dispatch

/// A source of objects. It lives on the control queue, where all of it is called and where it delivers.
package protocol Feed: AnyObject, Sendable {
    /// Begins to follow, and delivers on `queue`, possibly before it returns. Call it once, on `queue`.
    ///
    /// Throws when what the operator wrote cannot be followed; what is merely away is waited for.
    func start(
        on queue: DispatchQueue, deliver: @escaping @Sendable (FeedNews) -> Void
    ) throws(FeedError)

    /// Delivers all slices of `service` once more (`Change.replaceSlices`), as soon as it can. Call it on the queue.
    func redeliverSlices(of service: ObjectName)

    /// Ends the following: nothing is delivered after it. Call it on the queue it was started on.
    func stop()
}

/// What a feed tells.
package enum FeedNews: Hashable, Sendable {
    /// Objects came, changed or went. What belongs together (a burst, a file, a list) comes in one piece. `since` is when the
    /// first of it reached this process, by the monotonic clock in nanoseconds.
    case changes([Change], since: UInt64)
    /// What was behind the slices that just changed.
    case triggered([SliceTrigger])
    /// Everything known at the start has been delivered: from here on what is not there does not exist. Once.
    case synced
    /// What keeps the feed from being synced, for people; in place of what was told before.
    case waiting(for: String)
    /// Of a feed that was synced: since when, by the monotonic clock in nanoseconds, changes may have been missed; nil: none are
    /// missed any more.
    case lost(since: UInt64?)
}

/// When what made a slice change happened.
package struct SliceTrigger: Hashable, Sendable {
    package var service: ObjectName
    /// Unix seconds by the cluster's clocks.
    package var time: Double
}
