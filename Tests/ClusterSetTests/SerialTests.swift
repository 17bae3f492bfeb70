import Testing

@testable import ClusterSet

struct SerialTests {
    @Test(
        "A serial moves to the present, or by one where that is not ahead (RFC 1982)",
        arguments: [
            (100, 101, 101), (100, 5000, 5000), (100, 100, 101), (100, 99, 101),
            // Half the circle away is not ahead; the circle has no end.
            (0, 0x7FFF_FFFF, 0x7FFF_FFFF), (0, 0x8000_0000, 1), (0xFFFF_FFFF, 0xFFFF_FFFF, 0),
            (0xFFFF_FFF0, 5, 5), (5, 0xFFFF_FFF0, 6),
        ] as [(UInt32, UInt32, UInt32)])
    func advance(from: UInt32, now: UInt32, to: UInt32) {
        var serial = Serial(rawValue: from)
        serial.advance(now: now)
        #expect(serial.rawValue == to)
    }
}
