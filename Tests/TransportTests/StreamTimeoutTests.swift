import Testing

@testable import Transport

@Suite("The timeouts of an address")
struct StreamTimeoutTests {
    @Test("come before the limits of all, where they are set, and can be taken back")
    func order() {
        var values = StreamTimeouts.Values()
        values.idle = 70
        let timeouts = StreamTimeouts(values)
        var limits = StreamLimits()
        limits.read = 3
        #expect(timeouts.applied(to: limits).idle == 70)
        #expect(timeouts.applied(to: limits).read == 3)
        values.read = 9
        values.idle = nil
        timeouts.replace(with: values)
        #expect(timeouts.applied(to: limits).idle == limits.idle)
        #expect(timeouts.applied(to: limits).read == 9)
        #expect(timeouts.applied(to: limits).write == limits.write)
    }
}
