/// A name as it stands in a message, perhaps compressed: checked once, read in place, never outliving the octets.
public struct NameView: ~Escapable {
    private let message: Span<UInt8>
    /// Where in the message the name begins.
    public let offset: Int
    /// Octets of the name when it is written out: 1 to 255.
    public let length: Int
    /// How many labels the name has, the root's not counted: 0 to 127.
    public let labelCount: Int

    /// A view of the name at `offset`, whose pointers and labels were checked.
    @_lifetime(copy message)
    private init(_ message: Span<UInt8>, offset: Int, length: Int, labelCount: Int) {
        self.message = message
        self.offset = offset
        self.length = length
        self.labelCount = labelCount
    }

    /// Checks the name at `start` and leaves `end` behind it. Its labels keep below `limit` until the first pointer.
    ///
    /// Every pointer leads to where reading has not been, so the walk ends; a name of n labels needs at most n of them,
    /// and a few more are forgiven, for some writers point to pointers.
    @_lifetime(copy message)
    init(
        checking message: Span<UInt8>, from start: Int, limit: Int, allowsPointers: Bool, end: inout Int
    ) throws(FormatError) {
        var offset = start
        var limit = limit
        var lowest = start
        var length = 1
        var labelCount = 0
        var pointersLeft = 10
        var hasJumped = false
        while true {
            guard offset < limit else { throw .truncated(offset: offset) }
            let octet = message[offset]
            switch octet >> 6 {
            case 0b00:
                if !hasJumped { end = offset + 1 + Int(octet) }
                guard offset + 1 + Int(octet) <= limit else { throw .truncated(offset: offset) }
                if octet == 0 {
                    self.init(message, offset: start, length: length, labelCount: labelCount)
                    return
                }
                length += 1 + Int(octet)
                guard length <= Name.maximumLength else { throw .nameLength(offset: start) }
                labelCount += 1
                pointersLeft += 1
                offset += 1 + Int(octet)
            case 0b11:
                guard allowsPointers else { throw .pointer(offset: offset) }
                guard offset + 2 <= limit else { throw .truncated(offset: offset) }
                if !hasJumped { end = offset + 2 }
                let target = Int(octet & 0x3F) << 8 | Int(message[offset + 1])
                pointersLeft -= 1
                guard target >= Header.length, target < lowest, pointersLeft >= 0 else {
                    throw .pointer(offset: offset)
                }
                hasJumped = true
                lowest = target
                limit = message.count
                offset = target
            default:
                throw .labelType(offset: offset)
            }
        }
    }

    /// Whether this is the root.
    public var isRoot: Bool { length == 1 }

    /// The labels, first to last.
    public var labels: Labels {
        @_lifetime(copy self) get { Labels(message, offset: offset) }
    }

    /// Walks the labels of a name in a message.
    public struct Labels: ~Escapable {
        private let message: Span<UInt8>
        private var offset: Int

        @_lifetime(copy message)
        fileprivate init(_ message: Span<UInt8>, offset: Int) {
            self.message = message
            self.offset = offset
        }

        /// The octets of the next label; nil behind the last one.
        @_lifetime(copy self)
        public mutating func next() -> Span<UInt8>? {
            while message[offset] >= 0xC0 {
                offset = Int(message[offset] & 0x3F) << 8 | Int(message[offset + 1])
            }
            let length = Int(message[offset])
            guard length > 0 else { return nil }
            let start = offset + 1
            offset = start + length
            return message.extracting(start..<offset)
        }
    }

    /// Whether both are the same name, whatever the case of their ASCII letters.
    public static func == (left: borrowing NameView, right: borrowing NameView) -> Bool {
        guard left.length == right.length, left.labelCount == right.labelCount else { return false }
        var lefts = left.labels
        var rights = right.labels
        while let label = lefts.next(), let other = rights.next() {
            guard label.count == other.count else { return false }
            for index in label.indices where Name.fold(label[index]) != Name.fold(other[index]) {
                return false
            }
        }
        return true
    }

    /// Whether both are the same name, whatever the case of their ASCII letters.
    public static func == (left: borrowing NameView, right: Name) -> Bool {
        guard left.length == right.wire.count else { return false }
        var labels = left.labels
        var offset = 0
        while let label = labels.next() {
            guard Int(right.wire[offset]) == label.count else { return false }
            for index in label.indices
            where Name.fold(label[index]) != Name.fold(right.wire[offset + 1 + index]) { return false }
            offset += 1 + label.count
        }
        return right.wire[offset] == 0
    }
}

extension Name {
    /// The name, written out.
    public init(_ view: borrowing NameView) {
        var wire: [UInt8] = []
        wire.reserveCapacity(view.length)
        var labels = view.labels
        while let label = labels.next() {
            wire.append(UInt8(label.count))
            for index in label.indices { wire.append(label[index]) }
        }
        wire.append(0)
        self.init(unchecked: wire)
    }
}
