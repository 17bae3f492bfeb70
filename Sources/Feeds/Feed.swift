package import ClusterSet
package import Dispatch

/// A source of objects. It lives on the control queue, where all of it is called and where it delivers.
package protocol Feed: AnyObject, Sendable {
    /// Delivers everything known at present before it returns, or throws; then follows, delivering on `queue`.
    ///
    /// Changes that belong together (a burst, a file) come in one call. Call it once, on `queue`.
    func start(on queue: DispatchQueue, deliver: @escaping @Sendable ([Change]) -> Void) throws(FeedError)
    /// Ends the following: nothing is delivered after it. Call it on the queue it was started on.
    func stop()
}
