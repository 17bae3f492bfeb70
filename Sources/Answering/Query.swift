public import DNSWire
import RecordStore

/// A query as a responder sees it: the octets, and where to look in them.
@usableFromInline
package struct Query: ~Escapable, BitwiseCopyable {
    /// The whole message.
    @usableFromInline package let octets: Span<UInt8>
    @usableFromInline package let outline: QueryOutline
    /// Who asks; of an address that nobody looks at (`Listener.asksWho`) there is only the transport.
    @usableFromInline package let client: Client

    @_lifetime(copy octets)
    @inlinable
    package init(_ octets: Span<UInt8>, outline: QueryOutline, client: Client) {
        self.octets = octets
        self.outline = outline
        self.client = client
    }

    /// QTYPE.
    @inlinable package var type: RRType { RRType(rawValue: outline.typeCode) }

    /// QCLASS.
    package var rrclass: RRClass { RRClass(rawValue: outline.classCode) }

    /// The ID.
    package var id: UInt16 { octets.bigEndianUInt16(at: 0) }

    /// RD.
    var asksForRecursion: Bool { octets[2] & 0x01 != 0 }

    /// The QNAME as a value; the root's when it could not be read. (It is copied: not for the way to an answer.)
    package var qname: Name { (try? Name(wire: name)) ?? .root }

    /// The QNAME in wire form, in the case it was sent in. (Not for outlines whose verdict is `unreadable`.)
    package var name: Span<UInt8> {
        @_lifetime(copy self) get { octets.extracting(12..<12 + outline.nameLength) }
    }

    /// The QNAME behind its leading underscored labels: the owner that holds them as branches (RFC 8552).
    @inlinable
    package var ownerName: Span<UInt8> {
        @_lifetime(copy self) get { octets.extracting(12 &+ outline.branchLength..<12 &+ outline.nameLength) }
    }

    /// The leading underscored labels, at most two, without the root.
    @inlinable
    package var branchLabels: Span<UInt8> {
        @_lifetime(copy self) get { octets.extracting(12..<12 &+ outline.branchLength) }
    }

    /// The most octets of a response: over UDP 512, or what the client takes within `payloadLimit` (RFC 6891 §6.2.5);
    /// over a stream as much as its length field can say.
    @inline(__always)
    func sizeLimit(payloadLimit: Int) -> Int {
        guard client.transport == .udp else { return 65_535 }
        guard outline.hasOPT else { return 512 }
        return min(max(512, Int(outline.payloadSize)), max(512, payloadLimit))
    }
}
