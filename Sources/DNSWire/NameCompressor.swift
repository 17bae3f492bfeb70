/// Remembers where in a message which names stand, so that later ones can point to them.
///
/// A tree of labels from the root down, its children found by hash: a name costs one look per label, and a look compares
/// at most `maximumChain` labels, whatever names an adversary chooses.
struct NameCompressor {
    /// A name in the message: its first label and the name that this label is in front of.
    private struct Node {
        var offset: UInt16
        var parent: UInt16
        /// The node that was first in the bucket before this one; 0 is none.
        var next: UInt16
        var bucket: UInt16
    }

    /// The node of the root, which is nowhere in the message.
    static let root = 0
    /// The offsets that a pointer cannot say begin here (RFC 1035 §4.1.4).
    static let offsetLimit = 0x4000
    /// How many labels one look compares before it takes the name for a new one.
    static let maximumChain = 16

    private var nodes = [Node(offset: 0, parent: 0, next: 0, bucket: 0)]
    private var buckets = [UInt16](repeating: 0, count: 1024)

    /// How many names are remembered, the root included.
    var count: Int { nodes.count }

    /// Where the name of `node` begins.
    func offset(of node: Int) -> Int { Int(nodes[node].offset) }

    /// The node of the label at `start` of `wire` in front of the name of `parent`; nil when it is not in `message`.
    func child(of parent: Int, label start: Int, of wire: [UInt8], in message: Span<UInt8>) -> Int? {
        var candidate = Int(buckets[bucket(parent: parent, label: start, of: wire)])
        var looks = 0
        while candidate != 0, looks < NameCompressor.maximumChain {
            let node = nodes[candidate]
            if node.parent == parent, isLabel(start, of: wire, at: Int(node.offset), in: message) {
                return candidate
            }
            candidate = Int(node.next)
            looks += 1
        }
        return nil
    }

    /// Remembers that the label at `start` of `wire`, in front of the name of `parent`, stands at `offset`, which is
    /// below `offsetLimit`.
    mutating func insert(parent: Int, label start: Int, of wire: [UInt8], at offset: Int) -> Int {
        let bucket = bucket(parent: parent, label: start, of: wire)
        nodes.append(
            Node(
                offset: UInt16(offset), parent: UInt16(parent), next: buckets[bucket],
                bucket: UInt16(bucket)))
        buckets[bucket] = UInt16(nodes.count - 1)
        return nodes.count - 1
    }

    /// Forgets all names but the first `count`.
    mutating func forget(downTo count: Int) {
        while nodes.count > count, let node = nodes.popLast() {
            buckets[Int(node.bucket)] = node.next
        }
    }

    private func bucket(parent: Int, label start: Int, of wire: [UInt8]) -> Int {
        var hash = UInt32(truncatingIfNeeded: parent) &* 0x9E37_79B1
        for index in start...start + Int(wire[start]) {
            hash = (hash ^ UInt32(Name.fold(wire[index]))) &* 0x0100_0193
        }
        return Int(hash >> 22)
    }

    private func isLabel(_ start: Int, of wire: [UInt8], at offset: Int, in message: Span<UInt8>) -> Bool {
        for index in 0...Int(wire[start])
        where Name.fold(wire[start + index]) != Name.fold(message[offset + index]) { return false }
        return true
    }
}
