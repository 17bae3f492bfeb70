package import DNSWire
import RecordStore

/// The zones of a listener: the longest one that holds a QNAME answers for it.
///
/// They are compared one after the other, since a server has few; a CIDR key that expands to 32 zones costs no more than
/// 32 looks at a length and an octet.
package struct ZoneTable: Sendable {
    /// The names one after the other, in wire form and lower case: one array, for one in another is retained at each look.
    private let octets: [UInt8]
    /// Where in `octets` each name lies.
    private let places: [Range<Int>]

    package init(longestFirst names: [Name]) {
        var octets: [UInt8] = []
        places = names.map { name in
            octets += name.folded.wire
            return octets.count - name.wire.count..<octets.count
        }
        self.octets = octets
    }

    /// The octets of zone `index`'s name.
    @inline(__always)
    func length(_ index: Int) -> Int { places[index].count }

    /// The zone that answers for the QNAME at offset 12 of `query`, or nil.
    ///
    /// A query for DS at a zone's apex is for the parent, if that is served here too (RFC 4035 §3.1.4.1).
    @inline(__always)  // One look for most queries.
    func zone(of query: Span<UInt8>, outline: QueryOutline) -> Int? {
        var apex: Int?
        var index = 0
        while index < places.count {
            if isSuffix(places[index], of: query, nameLength: outline.nameLength) {
                let isApex = places[index].count == outline.nameLength
                // 43 is DS, as a number because each constant of another module is a call.
                guard isApex, outline.typeCode == 43 else { return index }
                apex = apex ?? index
            }
            index &+= 1
        }
        return apex
    }

    /// Whether the QNAME of `query` is in one of the zones.
    package func contains(_ query: borrowing Query) -> Bool {
        zone(of: query.octets, outline: query.outline) != nil
    }

    /// Whether the labels of the zone at `place` are the last ones of the QNAME at offset 12 of `query`.
    @inline(__always)
    private func isSuffix(_ place: Range<Int>, of query: Span<UInt8>, nameLength: Int) -> Bool {
        let start = 12 &+ nameLength &- place.count
        guard start >= 12 else { return false }
        guard query.extracting(start..<start &+ place.count).foldedEquals(octets.span.extracting(place))
        else {
            return false
        }
        // The octets agree; so must the borders of the labels.
        var label = 12
        while label < start { label &+= 1 &+ Int(query[label]) }
        return label == start
    }
}
