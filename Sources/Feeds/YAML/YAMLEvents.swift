import CYAML

/// What libyaml finds in a stream, one event after the other. The only place that touches its pointers.
@safe struct YAMLEvents: ~Copyable, ~Escapable {
    enum Event {
        case streamStart
        case streamEnd
        case documentStart
        case documentEnd
        case scalar(text: String, isPlain: Bool)
        case sequenceStart
        case sequenceEnd
        case mappingStart
        case mappingEnd
    }

    /// The most octets one scalar or comment may have: 2 MiB, more than etcd takes for a whole object.
    static let longestToken = 2 << 20
    /// The most octets of comments and directives before a document.
    static let longestHeader = 256 << 10

    /// Where the last event begins.
    private(set) var place = YAMLPlace(line: 1, column: 1)
    private let octets: Span<UInt8>
    private let parser: OpaquePointer

    /// Reads UTF-8; a byte order mark is passed over.
    @_lifetime(copy octets)
    init(_ octets: Span<UInt8>) throws(YAMLError) {
        let hasMark = octets.count >= 3 && octets[0] == 0xEF && octets[1] == 0xBB && octets[2] == 0xBF
        let octets = hasMark ? octets.extracting(3...) : octets
        // Safe: the parser keeps the pointer, but `self` cannot outlive the octets that the span borrows.
        let parser = unsafe octets.withUnsafeBufferPointer { octets in
            unsafe cyaml_open(
                octets.baseAddress, octets.count, YAMLEvents.longestToken, YAMLEvents.longestHeader)
        }
        guard let parser = unsafe parser else { throw YAMLError(place: place, message: "out of memory") }
        self.octets = octets
        unsafe self.parser = parser
    }

    deinit {
        // Safe: `cyaml_open` made it, and nobody else has it.
        unsafe cyaml_close(parser)
    }

    /// The next event; after the end of the stream, that again.
    ///
    /// Aliases are refused: ten nested ones are a billion nodes. So are tags other than those of the JSON schema.
    mutating func next() throws(YAMLError) -> Event {
        var event = unsafe cyaml_event()
        // Safe: the parser lives as long as `self`; what the event points to lives until the next call.
        unsafe cyaml_next(parser, &event)
        place = unsafe YAMLPlace(line: event.line + 1, column: event.column + 1)
        switch unsafe event.kind {
        case CYAML_STREAM_START: return .streamStart
        case CYAML_STREAM_END: return .streamEnd
        case CYAML_DOCUMENT_START:
            guard unsafe event.tag == nil else { throw unsupportedTag }
            return .documentStart
        case CYAML_DOCUMENT_END: return .documentEnd
        case CYAML_SCALAR:
            let isPlain = try unsafe isPlain(event)
            // Safe: libyaml vouches for `length` octets at `text`.
            let text = unsafe UnsafeBufferPointer(start: event.text, count: event.length)
            return .scalar(text: unsafe String(decoding: text, as: UTF8.self), isPlain: isPlain)
        case CYAML_SEQUENCE_START:
            try unsafe check(event.tag, is: "tag:yaml.org,2002:seq")
            return .sequenceStart
        case CYAML_SEQUENCE_END: return .sequenceEnd
        case CYAML_MAPPING_START:
            try unsafe check(event.tag, is: "tag:yaml.org,2002:map")
            return .mappingStart
        case CYAML_MAPPING_END: return .mappingEnd
        case CYAML_ALIAS: throw YAMLError(place: place, message: "aliases are not supported")
        default: throw unsafe failure(event)
        }
    }

    /// Whether a scalar's text may mean something other than a string: its tag decides, else its quotes.
    private func isPlain(_ event: cyaml_event) throws(YAMLError) -> Bool {
        guard let tag = unsafe event.tag else { return unsafe event.plain }
        // Safe: libyaml ends every tag with a zero octet.
        switch unsafe String(cString: tag) {
        case "!", "tag:yaml.org,2002:str": return false
        case "tag:yaml.org,2002:int", "tag:yaml.org,2002:float", "tag:yaml.org,2002:bool",
            "tag:yaml.org,2002:null":
            return true
        default: throw unsupportedTag
        }
    }

    private func check(_ tag: UnsafePointer<CChar>?, is expected: String) throws(YAMLError) {
        guard let tag = unsafe tag else { return }
        // Safe: libyaml ends every tag with a zero octet.
        let text = unsafe String(cString: tag)
        guard text == expected || text == "!" else { throw unsupportedTag }
    }

    private var unsupportedTag: YAMLError { YAMLError(place: place, message: "the tag is not supported") }

    private func failure(_ event: cyaml_event) -> YAMLError {
        // Safe: a failed event always has a problem, and both texts are literals of libyaml or the shim.
        var message = unsafe String(cString: event.problem)
        if let context = unsafe event.context {
            // Safe: as above.
            message += unsafe " \(String(cString: context))"
            message += unsafe " at \(event.context_line + 1):\(event.context_column + 1)"
        }
        let place = unsafe event.has_offset ? place(ofOctet: event.offset) : place
        return YAMLError(place: place, message: message)
    }

    /// The place of an octet: what libyaml cannot decode, it cannot count.
    private func place(ofOctet offset: Int) -> YAMLPlace {
        var place = YAMLPlace(line: 1, column: 1)
        for index in 0..<min(offset, octets.count) {
            let octet = octets[index]
            if octet == 0x0A {
                place = YAMLPlace(line: place.line + 1, column: 1)
            } else if octet & 0xC0 != 0x80 {
                place.column += 1
            }
        }
        return place
    }
}
