import Testing

@testable import Feeds

struct RequestPacerTests {
    private let second: UInt64 = 1_000_000_000

    @Test("While requests fail, no second has more than 12 of them")
    func failing() {
        var pacer = RequestPacer()
        var now = 5 * second
        var begun: [UInt64] = []
        for _ in 0..<100 {
            now = pacer.earliest(now: now)
            pacer.began(now: now)
            pacer.failed(now: now)
            begun.append(now)
            now += 1000
        }
        #expect(begun.allSatisfy { time in begun.count { $0 >= time && $0 < time + second } <= 12 })
        #expect(now < 15 * second)
    }

    @Test("Requests that go well are not held back, nor is the first after a second without failure")
    func goingWell() {
        var pacer = RequestPacer()
        for now in 0..<1000 {
            #expect(pacer.earliest(now: UInt64(now)) == now)
            pacer.began(now: UInt64(now))
        }
        pacer.failed(now: 1000)
        #expect(pacer.earliest(now: 1001) > 1001)
        #expect(pacer.earliest(now: 1000 + second) == 1000 + second)
    }
}
