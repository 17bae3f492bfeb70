/// The documents of a YAML stream, read one by one, so that memory holds one of them and not the file.
struct YAMLReader: ~Copyable, ~Escapable {
    /// No manifest nests deeper; the reader recurses once per level.
    static let deepest = 100
    /// The most values in a document, or in an item that is read by itself.
    static let mostNodes = 250_000

    private var events: YAMLEvents
    private var nodesLeft = YAMLReader.mostNodes

    @_lifetime(copy octets)
    init(_ octets: Span<UInt8>) throws(YAMLError) {
        events = try YAMLEvents(octets)
    }

    /// The next document, or nil at the end of the stream.
    ///
    /// When the document is a mapping with a sequence at `key`, each of its items is given to `item` as soon as
    /// it is read, and the sequence in the document stays empty.
    mutating func nextDocument(
        itemsOf key: String, item: (YAMLNode) -> Void
    ) throws(YAMLError) -> YAMLNode? {
        while true {
            switch try events.next() {
            case .streamEnd: return nil
            case .documentStart:
                nodesLeft = YAMLReader.mostNodes
                let event = try events.next()
                guard case .mappingStart = event else { return try node(event, depth: 1) }
                return try mapping(depth: 1, itemsOf: key, item: item)
            default: continue
            }
        }
    }

    /// The node that begins with `event`.
    private mutating func node(_ event: YAMLEvents.Event, depth: Int) throws(YAMLError) -> YAMLNode {
        nodesLeft -= 1
        guard nodesLeft >= 0 else { throw error("too many values") }
        guard depth <= YAMLReader.deepest else { throw error("nested too deep") }
        switch event {
        case .sequenceStart:
            let place = events.place
            var items: [YAMLNode] = []
            while let event = try nextItem() { items.append(try node(event, depth: depth + 1)) }
            return YAMLNode(content: .sequence(items), place: place)
        case .mappingStart:
            return try mapping(depth: depth, itemsOf: nil) { _ in }
        case .scalar(let text, let isPlain):
            return YAMLNode(content: .scalar(text: text, isPlain: isPlain), place: events.place)
        default:
            throw error("expected a value")
        }
    }

    /// The mapping that has just begun.
    private mutating func mapping(
        depth: Int, itemsOf streamed: String?, item: (YAMLNode) -> Void
    ) throws(YAMLError) -> YAMLNode {
        let place = events.place
        var entries: [YAMLNode.Entry] = []
        var keys = KeySet()
        while case let event = try events.next(), !event.isMappingEnd {
            guard case .scalar(let key, _) = event else { throw error("expected a key") }
            guard keys.insert(key, into: entries) else { throw error("the key stands twice in its mapping") }
            let event = try events.next()
            if key == streamed, case .sequenceStart = event {
                entries.append(YAMLNode.Entry(key: key, value: try stream(to: item, depth: depth + 1)))
            } else {
                entries.append(YAMLNode.Entry(key: key, value: try node(event, depth: depth + 1)))
            }
        }
        return YAMLNode(content: .mapping(entries), place: place)
    }

    /// Hands on the items of the sequence that has just begun.
    private mutating func stream(to item: (YAMLNode) -> Void, depth: Int) throws(YAMLError) -> YAMLNode {
        let place = events.place
        let spared = nodesLeft
        while let event = try nextItem() {
            nodesLeft = YAMLReader.mostNodes
            item(try node(event, depth: depth + 1))
        }
        nodesLeft = spared
        return YAMLNode(content: .sequence([]), place: place)
    }

    /// The first event of a sequence's next item; nil at its end.
    private mutating func nextItem() throws(YAMLError) -> YAMLEvents.Event? {
        let event = try events.next()
        if case .sequenceEnd = event { return nil }
        return event
    }

    private func error(_ message: String) -> YAMLError { YAMLError(place: events.place, message: message) }
}

extension YAMLEvents.Event {
    fileprivate var isMappingEnd: Bool {
        if case .mappingEnd = self { true } else { false }
    }
}

/// The keys of one mapping: looked for one by one while they are few, hashed when they are many.
private struct KeySet {
    private var hashed: Set<String> = []

    /// False when `key` is already there.
    mutating func insert(_ key: String, into entries: [YAMLNode.Entry]) -> Bool {
        guard entries.count >= 16 else { return !entries.contains { $0.key == key } }
        if hashed.isEmpty { hashed = Set(entries.map(\.key)) }
        return hashed.insert(key).inserted
    }
}
