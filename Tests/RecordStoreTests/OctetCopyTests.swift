import DNSWire
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

    @Test("Octets are copied in lower case, however many they are", arguments: 0...40)
    func folds(count: Int) {
        for first in stride(from: 0, through: 255, by: 5) {
            let source = (0..<count).map { UInt8(truncatingIfNeeded: first + $0) }
            var target = [UInt8](repeating: 9, count: count + 2)
            var span = target.mutableSpan
            span.copyFolded(source.span, at: 1)
            #expect(target == [9] + source.map { Name.fold($0) } + [9])
        }
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
