package import DNSWire
import RecordStore

/// The zones of a listener: the longest one that holds a QNAME answers for it.
///
/// They are compared one after the other, since a server has few; a CIDR key that expands to 32 zones costs no more than
/// 32 looks at a length and eight octets.
package struct ZoneTable: Sendable {
    /// The names of all zones, in words: one array, for one in another is retained at each look.
    private let words: [SuffixWord]
    private let places: [Place]

    /// A zone's name: so many octets, and the words that they are.
    private struct Place: BitwiseCopyable {
        let length: Int
        let firstWord: Int
        let wordCount: Int
    }

    package init(longestFirst names: [Name]) {
        var words: [SuffixWord] = []
        places = names.map { name in
            let first = words.count
            words += SuffixWord.all(of: name)
            return Place(length: name.wire.count, firstWord: first, wordCount: words.count - first)
        }
        self.words = words
    }

    /// The zone that answers for the QNAME of `nameLength` octets at offset 12 of `query`, and the length of its name; or nil.
    @inline(__always)  // One look for most queries.
    func zone(of query: Span<UInt8>, nameLength: Int, typeCode: UInt16) -> (index: Int, length: Int)? {
        var index = 0
        while index < places.count {
            let place = places[index]
            if isSuffix(place, of: query, nameLength: nameLength) {
                // 43 is DS, as a number because each constant of another module is a call.
                guard typeCode == 43, place.length == nameLength else { return (index, place.length) }
                return parent(of: index, query, nameLength: nameLength)
            }
            index &+= 1
        }
        return nil
    }

    /// The zone that answers for DS at the apex of zone `index`: that of its parent, if it is served here too
    /// (RFC 4035 §3.1.4.1).
    @inline(never)
    private func parent(
        of index: Int, _ query: Span<UInt8>, nameLength: Int
    ) -> (index: Int, length: Int) {
        let others = places.indices[(index + 1)...]
        let parent = others.first {
            places[$0].length < nameLength && isSuffix(places[$0], of: query, nameLength: nameLength)
        }
        return (parent ?? index, places[parent ?? index].length)
    }

    /// Whether the QNAME of `query` is in one of the zones.
    package func contains(_ query: borrowing Query) -> Bool {
        zone(of: query.octets, nameLength: query.outline.nameLength, typeCode: query.outline.typeCode) != nil
    }

    /// Whether the labels of the zone at `place` are the last ones of the QNAME at offset 12 of `query`.
    @inline(__always)
    private func isSuffix(_ place: Place, of query: Span<UInt8>, nameLength: Int) -> Bool {
        let start = 12 &+ nameLength &- place.length
        guard start >= 12 else { return false }
        // The first word may begin in the header, of which it takes nothing.
        var offset = 12 &+ nameLength
        var index = place.firstWord
        while index < place.firstWord &+ place.wordCount {
            offset &-= 8
            guard words[index].matches(query.bigEndian(at: offset)) else { return false }
            index &+= 1
        }
        // The octets agree; so must the borders of the labels.
        var label = 12
        while label < start { label &+= 1 &+ Int(query[label]) }
        return label == start
    }
}

/// Eight octets of a name, counted from its end, whatever the case of the letters in a query.
private struct SuffixWord: BitwiseCopyable {
    /// Ones for the octets that belong to the name.
    let mask: UInt64
    /// What makes lower case of the octets where the name has a letter, and leaves the others.
    let lowerCase: UInt64
    /// The name's octets in lower case, zeros in front of its first.
    let octets: UInt64

    /// Whether eight octets of a query, the first on top, are these.
    @inline(__always)
    func matches(_ word: UInt64) -> Bool { word & mask | lowerCase == octets }

    /// The words of `name`, the last one first.
    static func all(of name: Name) -> [SuffixWord] {
        let wire = name.folded.wire
        return stride(from: wire.count, to: 0, by: -8).map { end in
            let octets = wire[max(0, end - 8)..<end]
            return SuffixWord(
                mask: octets.reduce(0) { word, _ in word << 8 | 0xFF },
                lowerCase: octets.reduce(0) {
                    $0 << 8 | (UInt8(ascii: "a")...UInt8(ascii: "z") ~= $1 ? 0x20 : 0)
                },
                octets: octets.reduce(0) { $0 << 8 | UInt64($1) })
        }
    }
}
