import Posix
import Testing

@Suite("A time of day")
struct WallClockTests {
    @Test(
        "is written as UTC, leap days and the ends of years included",
        arguments: [
            (0, "1970-01-01T00:00:00Z"), (951_782_399, "2000-02-28T23:59:59Z"),
            (951_782_400, "2000-02-29T00:00:00Z"), (1_709_164_800, "2024-02-29T00:00:00Z"),
            (1_735_689_599, "2024-12-31T23:59:59Z"), (1_735_689_600, "2025-01-01T00:00:00Z"),
            (4_107_542_400, "2100-03-01T00:00:00Z"), (253_402_300_799, "9999-12-31T23:59:59Z"),
        ])
    func text(seconds: Int, text: String) {
        #expect(WallClock.text(Double(seconds)) == text)
    }

    @Test("has milliseconds", arguments: [(0.0, 0), (0.25, 250), (1_709_164_799.998, 998)])
    func milliseconds(seconds: Double, milliseconds: Int) {
        #expect(UTCTime(unixSeconds: seconds).millisecond == milliseconds)
    }

    @Test("that is none is the nearest one", arguments: [-1, -Double.infinity])
    func before(seconds: Double) {
        #expect(WallClock.text(seconds) == "1970-01-01T00:00:00Z")
    }
}
