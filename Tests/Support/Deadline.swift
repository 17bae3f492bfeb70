import Glibc
package import Testing

/// Returns once `holds` says so; records an issue and returns false when it has not after twenty seconds.
@discardableResult
package func wait(
    for what: @autoclosure () -> String, _ location: SourceLocation = #_sourceLocation,
    until holds: () throws -> Bool
) rethrows -> Bool {
    let deadline = ContinuousClock.now + .seconds(20)
    while ContinuousClock.now < deadline {
        if try holds() { return true }
        usleep(2000)
    }
    Issue.record("never came: \(what())", sourceLocation: location)
    return false
}
