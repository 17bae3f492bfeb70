import DNSWire

/// The response to what no server block of a listener is asked about, and the reason that goes with it.
struct Refusal: Sendable {
    /// The most octets of zones that are named.
    private static let mostOctets = 160

    /// Which zones are served, for people; empty when nothing is explained.
    private let zones: [UInt8]

    /// `zones` are those whose blocks explain.
    init(_ zones: [Name]) {
        var text = zones.isEmpty ? "" : "not in a zone that is served here: "
        for (index, zone) in zones.enumerated() {
            let name = (index == 0 ? "" : " ") + zone.description
            guard text.utf8.count + name.utf8.count <= Self.mostOctets else {
                text += " …"
                break
            }
            text += name
        }
        self.zones = Array(text.utf8)
    }

    func compose(_ query: borrowing Query, into response: inout ResponseWriter) {
        if zones.isEmpty {
            response.fail(query)
        } else if query.outline.asksForMeta {
            response.fail(
                query, .notSupported, "queries of this type are not answered here, or not over this transport"
            )
        } else if query.rrclass != .in {
            response.fail(query, .notSupported, "only class IN is served here")
        } else {
            response.fail(query, .notAuthoritative, zones.span)
        }
    }
}
