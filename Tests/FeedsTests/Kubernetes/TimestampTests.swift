import ClusterSet
import Feeds
import Testing

@Suite("The time of a slice's change")
struct TimestampTests {
    private func triggered(_ text: String) throws -> Double? {
        var reader = ObjectReader()
        let annotation = #""endpoints.kubernetes.io/last-change-trigger-time":"\#(text)""#
        return try reader.added(sliceJSON(annotations: annotation), of: .endpointSlices)?.triggered
    }

    @Test(
        "A time is seconds since 1970 in UTC",
        arguments: [
            ("1970-01-01T00:00:00Z", 0), ("1969-12-31T23:59:59Z", -1), ("2000-02-29T12:00:00Z", 951_825_600),
            ("2026-01-05T09:30:00Z", 1_767_605_400), ("2026-01-05T09:30:00.5Z", 1_767_605_400.5),
            ("2026-01-05T10:30:00+01:00", 1_767_605_400), ("2026-01-05T00:15:00.25-09:15", 1_767_605_400.25),
            ("2100-03-01T00:00:00Z", 4_107_542_400), ("0001-01-01T00:00:00Z", -62_135_596_800),
            ("0000-01-01T00:00:00Z", -62_167_219_200), ("9999-12-31T23:59:59.999999999Z", 253_402_300_800),
        ])
    func times(text: String, seconds: Double) throws {
        #expect(try triggered(text) == seconds)
    }

    @Test(
        "What is no time is passed over",
        arguments: [
            "", "now", "2026-01-05", "2026-01-05T09:30:00", "2026-13-05T09:30:00Z", "2026-01-05T24:30:00Z",
            "2026-01-05 09:30:00Z", "2026-01-05T09:30:00.Z", "2026-01-05T09:30:00.1234567890Z",
            "2026-01-05T09:30:00+0100", "2026-01-05T09:30:00+99:00", "2026-01-05T09:30:00*01:00",
            "2026-00-05T09:30:00Z", "-026-01-05T09:30:00Z", "2026-01-05T09:30:00Z ", "2026-01-05T09:30:0éZ",
        ])
    func noTimes(text: String) throws {
        #expect(try triggered(text) == nil)
    }
}
