import CSimdJSON

/// Parses one document after the other in the same memory. The only place that touches simdjson's pointers.
@safe struct JSONParser: ~Copyable {
    /// No object nests deeper; neither simdjson nor what reads its tape recurses.
    static let deepest = 100
    /// The longest document, in octets, whose memory is kept for the next one: 256 KiB. The memory is some 15 times as
    /// large, of which a document touches what it needs.
    static let kept = 256 << 10

    /// Nil when out of memory, which the shim says of every document then.
    private let parser: OpaquePointer?

    init() {
        unsafe parser = csimdjson_open(JSONParser.deepest)
    }

    deinit {
        // Safe: `csimdjson_open` made it, and nobody else has it.
        unsafe csimdjson_close(parser)
    }

    /// The document in `octets`, of which there may be `limit`. It lives until the parser is used again.
    @_lifetime(&self)
    mutating func parse(_ octets: Span<UInt8>, atMost limit: Int) throws(JSONError) -> JSONField {
        var document = unsafe csimdjson_document()
        // Safe: the shim copies the octets, and keeps no pointer to them.
        unsafe octets.withUnsafeBufferPointer { octets in
            unsafe csimdjson_parse(parser, octets.baseAddress, octets.count, limit, &document)
        }
        if let problem = unsafe document.problem {
            // Safe: every problem is a literal of simdjson or the shim.
            throw JSONError(unsafe String(cString: problem))
        }
        // Safe: the shim vouches for both counts; the memory stays as it is until the parser is used again, which the
        // document's lifetime forbids while it lives.
        let words = unsafe Span(_unsafeStart: document.tape, count: document.words)
        let strings = unsafe Span(_unsafeStart: document.strings, count: document.string_octets)
        let tape = JSONTape(words: words, strings: strings)
        return unsafe _overrideLifetime(JSONField(tape), mutating: &self)
    }

    /// Gives back what a large document took.
    mutating func trim() {
        // Safe: no document is left that would point into what is freed.
        unsafe csimdjson_trim(parser, JSONParser.kept)
    }
}

extension Span<UInt8> {
    /// The offset of the first newline.
    var lineEnd: Int? {
        // Safe: the shim reads `count` octets, and keeps no pointer to them.
        let end = unsafe withUnsafeBufferPointer { octets in
            unsafe csimdjson_line_end(octets.baseAddress, octets.count)
        }
        return end < count ? end : nil
    }
}
