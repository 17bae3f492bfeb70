import RecordStore
import Testing

@Suite("Copying octets")
struct OctetCopyTests {
    @Test("Octets are copied to their place and nowhere else", arguments: [0, 1, 3])
    func copies(offset: Int) {
        var target: [UInt8] = [9, 9, 9, 9, 9]
        let source: [UInt8] = [1, 2]
        var span = target.mutableSpan
        span.copy(source.span, at: offset)
        var expected: [UInt8] = [9, 9, 9, 9, 9]
        expected.replaceSubrange(offset..<offset + 2, with: source)
        #expect(target == expected)
    }

    @Test("Nothing can be copied to the very end")
    func nothing() {
        var target: [UInt8] = [9]
        let source: [UInt8] = []
        var span = target.mutableSpan
        span.copy(source.span, at: 1)
        #expect(target == [9])
    }

    @Test("What does not fit traps")
    func misfits() async {
        await #expect(processExitsWith: .failure) {
            var target: [UInt8] = [9, 9]
            let source: [UInt8] = [1, 2]
            var span = target.mutableSpan
            span.copy(source.span, at: 1)
        }
        await #expect(processExitsWith: .failure) {
            var target: [UInt8] = [9, 9]
            let source: [UInt8] = [1]
            var span = target.mutableSpan
            span.copy(source.span, at: -1)
        }
    }
}
