import Posix

/// Whether a feed has delivered all it knew at its start, and what keeps it from that. Written on the control queue, read
/// anywhere.
final class FeedReadiness: ReadinessReporter {
    let name = MulticlusterDirective.name
    private let current = Guarded<String?>("starting")

    var obstacle: String? { current.withLock { $0 } }

    func set(_ obstacle: String?) { current.withLock { $0 = obstacle } }
}
