/// Parses any text as a record. What is parsed must come out the same when it is printed and parsed again.
@c(LLVMFuzzerTestOneInput)
public func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    // Safe: libFuzzer lends `count` octets at `start` for the length of this call.
    let octets = unsafe UnsafeBufferPointer(start: start, count: count)
    let text = unsafe String(decoding: octets, as: UTF8.self)
    _ = IPAddress(text)
    if let name = Name(text) {
        guard Name(name.description)?.wire == name.wire
        else { fatalError("printed and parsed again, the name is another") }
    }
    if let record = ResourceRecord(text) {
        guard ResourceRecord(record.description) == record
        else { fatalError("printed and parsed again, the record is another") }
    }
    return 0
}
