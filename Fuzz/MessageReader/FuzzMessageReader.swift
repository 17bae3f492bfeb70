/// Reads any octets as a message, and its first name in place: each is read or refused, never more.
@c(LLVMFuzzerTestOneInput)
public func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    // Safe: libFuzzer lends `count` octets at `start` for the length of this call.
    let octets = unsafe Span(_unsafeStart: start, count: count)
    do throws(FormatError) {
        var reader = MessageReader(octets)
        _ = try reader.readHeader()
        let view = try reader.readName()
        let name = Name(view)
        guard name.wire.count == view.length, name.labelCount == view.labelCount, view == name,
            name.wire.count <= Name.maximumLength
        else { fatalError("the view of a name differs from the name") }
    } catch {}
    _ = try? Message(reading: octets)
    return 0
}
