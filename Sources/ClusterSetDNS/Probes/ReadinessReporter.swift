/// A part of the server that can be ready to answer, or not yet.
protocol ReadinessReporter: AnyObject, Sendable {
    /// The directive that it stands for, as `ready` names it.
    var name: String { get }

    /// Why it is not ready, for people; nil when it is. Asked on any thread: it must not wait.
    var obstacle: String? { get }
}
