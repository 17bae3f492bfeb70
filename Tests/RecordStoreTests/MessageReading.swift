import DNSWire
import RecordStore
import Testing

/// A record as it stands in a message, its owner name followed through compression pointers.
struct ReadRecord: Equatable {
    var owner: [UInt8]
    var type: UInt16
    var ttl: UInt32
    var data: [UInt8]
}

/// A message with `name` in question and the image behind it, as a response would have them.
func message(_ image: AnswerImage, asking name: Name) -> [UInt8] {
    var message = [UInt8](repeating: 0, count: 12) + name.wire + [0, 1, 0, 1]
    let end = message.count
    let view = image.view
    message += view.octets.indices.map { view.octets[$0] }
    for index in 0..<view.pointerCount {
        let position = end + view.pointerPosition(index)
        let distance = Int16(bitPattern: UInt16(message[position]) << 8 | UInt16(message[position + 1]))
        let pointer = 0xC000 | UInt16(end + Int(distance))
        message[position] = UInt8(pointer >> 8)
        message[position + 1] = UInt8(pointer & 0xFF)
    }
    return message
}

/// The octets of the name at `offset` and the offset behind it. Pointers lead backwards, or the test fails.
func readName(_ message: [UInt8], at offset: Int) throws -> (wire: [UInt8], end: Int) {
    var wire: [UInt8] = []
    var (offset, end) = (offset, nil as Int?)
    while message[offset] != 0 {
        let length = Int(message[offset])
        if length < 0x40 {
            wire += message[offset...offset + length]
            offset += 1 + length
        } else {
            try #require(length >= 0xC0)
            let target = (length & 0x3F) << 8 | Int(message[offset + 1])
            try #require(target < offset)
            end = end ?? offset + 2
            offset = target
        }
    }
    return (wire + [0], end ?? offset + 1)
}

/// All records behind the question, read by hand.
func records(_ message: [UInt8]) throws -> [ReadRecord] {
    var offset = try readName(message, at: 12).end + 4
    var records: [ReadRecord] = []
    func number(_ count: Int) -> UInt32 {
        defer { offset += count }
        return message[offset..<offset + count].reduce(0) { $0 << 8 | UInt32($1) }
    }
    while offset < message.count {
        let (owner, end) = try readName(message, at: offset)
        offset = end
        let type = UInt16(number(2))
        try #require(number(2) == 1)
        let ttl = number(4)
        let length = Int(number(2))
        records.append(
            ReadRecord(owner: owner, type: type, ttl: ttl, data: Array(message[offset..<offset + length])))
        offset += length
    }
    return records
}
