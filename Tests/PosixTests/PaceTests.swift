import Testing

@testable import Posix

struct PaceTests {
    @Test("A thread that is woken every three milliseconds lets nothing gather")
    func slow() {
        var pace = Pace()
        for time in stride(from: UInt64(1_000_000_000), to: 1_100_000_000, by: 3_000_000) {
            let isFast = pace.isFast(wokenAt: time)
            #expect(!isFast)
            pace.waits(since: time)
        }
    }

    @Test("What comes every millisecond gathers from the fifth time on, until it ceases")
    func fast() {
        var pace = Pace()
        var time: UInt64 = 1_000_000_000
        pace.waits(since: time)
        var found: [Bool] = []
        for _ in 0..<8 {
            time += 1_000_000
            found.append(pace.isFast(wokenAt: time))
            pace.waits(since: time)
        }
        #expect(found == [false, false, false, false, true, true, true, true])
        let isFast = pace.isFast(wokenAt: time + 2_000_000)
        #expect(!isFast)
    }
}
