import Glibc
import Testing

/// Returns once `holds` says so; records an issue when it has not after twenty seconds.
func wait(
    for what: String, _ location: SourceLocation = #_sourceLocation, until holds: () -> Bool
) {
    let deadline = ContinuousClock.now + .seconds(20)
    while ContinuousClock.now < deadline {
        if holds() { return }
        usleep(2000)
    }
    Issue.record("never came: \(what)", sourceLocation: location)
}
