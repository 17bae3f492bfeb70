/// Reads any octets as manifests are read: what comes out is documents or an error with a place.
///
/// Compiled together with the reader, see `run`.
@_cdecl("LLVMFuzzerTestOneInput")
func fuzzYAML(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    // Safe: the fuzzer owns `count` octets at `start` until this returns.
    let octets = unsafe Array(UnsafeBufferPointer(start: start, count: count))
    let json = SurrogatePairs.rewritten(octets)
    precondition(SurrogatePairs.rewritten(json) == json)
    read(octets)
    read(json)
    return 0
}

private func read(_ octets: [UInt8]) {
    do throws(YAMLError) {
        let octets = octets.span
        var reader = try YAMLReader(octets)
        while let document = try reader.nextDocument(itemsOf: "items", item: { check($0, depth: 3) }) {
            check(document, depth: 1)
        }
    } catch {
        precondition(error.place.line > 0 && error.place.column > 0)
        precondition(!error.message.isEmpty)
    }
}

/// Holds a node against the reader's bounds, and looks it up as every type.
private func check(_ node: YAMLNode, depth: Int) {
    precondition(depth <= YAMLReader.deepest)
    precondition(node.place.line > 0 && node.place.column > 0)
    let field = YAMLField(node)
    _ = try? field.bool()
    if let port = try? field.port() { precondition(port > 0) }
    switch node.content {
    case .scalar(let text, _):
        let string = try? field.string()
        precondition(node.isNull || string == text)
    case .sequence(let items):
        precondition(
            (try? field.items { $0 }.count) == (items.count > YAMLField.mostItems ? nil : items.count))
        for item in items { check(item, depth: depth + 1) }
    case .mapping(let entries):
        precondition(Set(entries.map(\.key)).count == entries.count)
        for entry in entries { check(entry.value, depth: depth + 1) }
    }
}
