/// Reads any octets as a message. What is read must come out the same when it is written and read again, keep to any limit,
/// and be printable.
@c(LLVMFuzzerTestOneInput)
public func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    // Safe: libFuzzer lends `count` octets at `start` for the length of this call.
    let octets = unsafe Span(_unsafeStart: start, count: count)
    guard let message = try? Message(reading: octets) else { return 0 }

    guard let again = try? Message(reading: message.encoded()), again == message
    else { fatalError("written and read again, the message is another") }
    precondition(!message.description.isEmpty)

    let limit = Int(message.id % 1024) + Header.length
    let cut = message.encoded(limit: limit)
    guard cut.count <= limit, (try? Message(reading: cut)) != nil
    else { fatalError("cut to a limit, the message is too long or none") }

    for record in message.answer where record.ttl.rawValue <= TTL.maximum.rawValue {
        guard ResourceRecord(record.description) == record
        else { fatalError("printed and parsed again, the record is another") }
    }
    return 0
}
