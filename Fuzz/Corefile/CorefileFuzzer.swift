/// Reads any octets as a Corefile that may import itself: what comes out is a document or an error with a place.
///
/// Compiled together with the module, see `run`.
@_cdecl("LLVMFuzzerTestOneInput")
func fuzzCorefile(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    // Safe: the fuzzer owns `count` octets at `start` until this returns.
    let octets = unsafe Array(UnsafeBufferPointer(start: start, count: count))
    let surroundings = Surroundings(
        read: { path throws(Surroundings.Unreadable) in
            guard path != "secret" else { throw Surroundings.Unreadable(reason: "permission denied") }
            return path == "self" ? octets : Array("errors\nlog { class all\n}".utf8)
        },
        glob: { pattern in pattern.contains("*") ? ["lines", "self"] : [pattern] },
        environment: { name in name == "A" ? "a.org" : nil })
    do throws(CorefileError) {
        let document = try Document(parsing: octets, file: "Corefile", in: surroundings)
        for block in document.blocks {
            precondition(!block.keys.isEmpty)
            for key in try block.serverKeys() { precondition(key.zone.utf8.last == UInt8(ascii: ".")) }
            for stanza in block.stanzas {
                _ = try stanza.zones(stanza.arguments)
                for argument in stanza.arguments { roundTrip(argument.text) }
            }
        }
        precondition(document.canonicalText.isEmpty == document.blocks.isEmpty)
    } catch {
        precondition(!error.place.file.isEmpty && error.place.line > 0 && error.place.column > 0)
        precondition(!error.explanation.isEmpty)
    }
    return 0
}

/// Checks that a text which is a duration is printed as one that means the same.
private func roundTrip(_ text: String) {
    guard let duration = try? GoDuration(text) else { return }
    precondition((try? GoDuration(duration.description)) == duration)
}
