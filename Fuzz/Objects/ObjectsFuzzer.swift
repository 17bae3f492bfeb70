import ClusterSet

/// Reads any octets as what an API server says: whole, as a list, and as a stream of lines that comes in two pieces.
///
/// Compiled together with the reader, see `run`.
@_cdecl("LLVMFuzzerTestOneInput")
func fuzzObjects(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    // Safe: the fuzzer owns `count` octets at `start` until this returns.
    let octets = unsafe Array(UnsafeBufferPointer(start: start, count: count))
    let input = octets.span
    var reader = ObjectReader()
    for kind in [ObjectKind.serviceImports, .endpointSlices, .namespaces] {
        attempt { () throws(JSONError) in check(try reader.event(input, of: kind)) }
        attempt { () throws(JSONError) in try reader.page(input, of: kind).objects.forEach(check) }
    }
    attempt { () throws(JSONError) in
        let status = try reader.status(input)
        precondition((0...3600).contains(status.retryAfterSeconds ?? 0))
    }
    attempt { () throws(JSONError) in _ = try reader.versions(ofGroup: input) }
    checkLines(octets)
    return 0
}

private func attempt(_ body: () throws(JSONError) -> Void) {
    do throws(JSONError) {
        try body()
    } catch {
        precondition(!error.message.isEmpty)
    }
}

private func check(_ event: WatchEvent) {
    switch event {
    case .added(let object), .modified(let object), .deleted(let object): check(object)
    case .bookmark, .error: break
    case .unknown(let type): precondition(type.unicodeScalars.count <= 400)
    }
}

/// Holds an object against what its reader promises.
private func check(_ object: WatchedObject) {
    switch object.content {
    case .serviceImport(let serviceImport):
        precondition(serviceImport.id == object.id && !object.id.name.isEmpty && !object.id.namespace.isEmpty)
        precondition(
            serviceImport.addresses.count <= 1000 && serviceImport.ports.allSatisfy { $0.number > 0 })
    case .endpointSlice(let slice):
        precondition(slice.id == object.id && !object.id.name.isEmpty && !object.id.namespace.isEmpty)
        precondition(slice.endpoints.count <= 1000 && slice.ports.allSatisfy { $0.number > 0 })
        precondition(object.remark == nil || slice.cluster == nil)
    case .namespace: precondition(object.id.namespace.isEmpty && !object.id.name.isEmpty)
    case .foreign: break
    case .refused(let text): precondition(!text.isEmpty && text.unicodeScalars.count <= 400)
    }
}

/// Where the pieces meet makes no difference to the lines.
private func checkLines(_ octets: [UInt8]) {
    var expected = octets.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map(
        Array.init)
    let last = expected.removeLast()
    let splitter = LineSplitter()
    var lines: [[UInt8]] = []
    let middle = octets.count / 2
    attempt { () throws(JSONError) in
        for piece in [octets[..<middle], octets[middle...]] {
            try splitter.feed(piece.span) { (line) throws(JSONError) in
                lines.append(line.indices.map { line[$0] })
            }
        }
    }
    precondition(lines == expected.filter { !$0.isEmpty })
    precondition(splitter.isInLine == !last.isEmpty)
}
