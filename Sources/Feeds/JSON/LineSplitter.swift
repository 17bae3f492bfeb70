/// Cuts a stream into the lines in it, as its octets come in. One is for one stream, and belongs to the control queue.
package final class LineSplitter {
    /// The most octets of a line: 8 MiB, several times the largest object that etcd takes.
    package static let longestLine = 8 << 20
    /// The most octets that are kept allocated between two lines.
    private static let kept = 64 << 10

    /// The beginning of a line whose end has not come yet.
    private var begun: [UInt8] = []

    package init() {}

    /// Whether the last line is without its end: at the end of the stream, whether it was cut.
    package var isInLine: Bool { !begun.isEmpty }

    /// Calls `line` for each line that ends in `octets`, without its newline; empty ones are passed over.
    ///
    /// A line that lies in `octets` as a whole is not copied. After an error the stream is of no more use.
    package func feed(
        _ octets: Span<UInt8>, line: (Span<UInt8>) throws(JSONError) -> Void
    ) throws(JSONError) {
        var rest = octets
        while let end = rest.lineEnd {
            let head = rest.extracting(..<end)
            rest = rest.extracting((end + 1)...)
            if begun.isEmpty {
                guard !head.isEmpty else { continue }
                try check(head.count)
                try line(head)
            } else {
                try begin(head)
                var whole: [UInt8] = []
                swap(&whole, &begun)
                try line(whole.span)
                guard whole.capacity <= LineSplitter.kept else { continue }
                whole.removeAll(keepingCapacity: true)
                swap(&whole, &begun)
            }
        }
        try begin(rest)
    }

    /// Adds to the line that has begun.
    private func begin(_ octets: Span<UInt8>) throws(JSONError) {
        try check(begun.count + octets.count)
        begun.append(octets)
    }

    private func check(_ count: Int) throws(JSONError) {
        guard count <= LineSplitter.longestLine else {
            begun = []
            throw JSONError("a line is longer than \(LineSplitter.longestLine) octets")
        }
    }
}
