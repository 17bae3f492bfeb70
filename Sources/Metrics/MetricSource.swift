/// A part of the server that has something to show at `/metrics`.
package protocol MetricSource: Sendable {
    /// What was measured by now. Called on any thread, whenever someone asks: it must neither wait nor take long.
    func families() -> [MetricFamily]
}
