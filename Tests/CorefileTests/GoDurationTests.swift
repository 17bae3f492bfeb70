import Corefile
import Testing

@Suite("A duration")
struct GoDurationTests {
    @Test(
        "is read and printed as Go does",
        arguments: [
            ("0", 0, "0s"),
            ("-0", 0, "0s"),
            ("5ns", 5, "5ns"),
            ("1us", 1_000, "1\u{B5}s"),
            ("1.5\u{B5}s", 1_500, "1.5\u{B5}s"),
            ("2\u{3BC}s", 2_000, "2\u{B5}s"),
            ("500ms", 500_000_000, "500ms"),
            ("30s", 30_000_000_000, "30s"),
            ("+1.250s", 1_250_000_000, "1.25s"),
            (".5s", 500_000_000, "500ms"),
            ("1.s", 1_000_000_000, "1s"),
            ("1m30s", 90_000_000_000, "1m30s"),
            ("90s", 90_000_000_000, "1m30s"),
            ("5m", 300_000_000_000, "5m0s"),
            ("2h", 7_200_000_000_000, "2h0m0s"),
            ("1h0.5s", 3_600_500_000_000, "1h0m0.5s"),
            ("-1m1s", -61_000_000_000, "-1m1s"),
            ("0.333333333333333333333333h", 1_199_999_999_999, "19m59.999999999s"),
            ("2562047h47m16.854775807s", .max, "2562047h47m16.854775807s"),
        ] as [(String, Int64, String)])
    func valid(text: String, nanoseconds: Int64, printed: String) throws {
        let duration = try GoDuration(text)
        #expect(duration.nanoseconds == nanoseconds)
        #expect(duration.duration == .nanoseconds(nanoseconds))
        #expect(duration.description == printed)
    }

    @Test(
        "that is none is refused in Go's words",
        arguments: [
            ("foo", "time: invalid duration \"foo\""),
            ("", "time: invalid duration \"\""),
            ("-", "time: invalid duration \"-\""),
            (".", "time: invalid duration \".\""),
            (".s", "time: invalid duration \".s\""),
            ("3 s", "time: unknown unit \" s\" in duration \"3 s\""),
            ("30", "time: missing unit in duration \"30\""),
            ("1m0", "time: missing unit in duration \"1m0\""),
            ("1.5.5s", "time: missing unit in duration \"1.5.5s\""),
            ("3x", "time: unknown unit \"x\" in duration \"3x\""),
            ("1d", "time: unknown unit \"d\" in duration \"1d\""),
            ("s\"", "time: invalid duration \"s\\\"\""),
            ("3\u{301}s", "time: invalid duration \"3\u{301}s\""),
            ("2562047h47m16.854775808s", "time: invalid duration \"2562047h47m16.854775808s\""),
            ("99999999999999999999s", "time: invalid duration \"99999999999999999999s\""),
            ("9999999999999999999h", "time: invalid duration \"9999999999999999999h\""),
        ])
    func invalid(text: String, expected: String) throws {
        #expect(throws: GoDuration.Invalid(description: expected), performing: { try GoDuration(text) })
    }
}
