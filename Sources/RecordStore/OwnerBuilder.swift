package import DNSWire

/// All that is known of one owner name, ready to be published as a whole.
///
/// An owner without RRsets is an empty non-terminal: it answers NODATA. An owner that is not published answers NXDOMAIN.
/// All images together take less than 4 GiB.
package struct OwnerBuilder {
    /// An RRset at an underscored name below the owner (RFC 8552): `_http._tcp`, or `_tcp` (an empty non-terminal, no type).
    package struct Branch {
        /// The labels left of the owner name, in wire form without the root: `05 _http 04 _tcp`.
        package var labels: [UInt8]
        package var type: RRType?
        package var image: AnswerImage?
        package init(labels: [UInt8], type: RRType?, image: AnswerImage?) {
            self.labels = labels
            self.type = type
            self.image = image
        }
    }

    package let name: Name
    /// The RRsets at the name itself; of two with the same type the first counts.
    package var sets: [(type: RRType, image: AnswerImage)] = []
    /// The names below; of two with the same labels the first counts.
    package var branches: [Branch] = []
    package init(_ name: Name) { self.name = name }
}

extension OwnerBuilder {
    /// The names and types at which the owner has records.
    package var questions: [(name: Name, type: RRType)] {
        let own = sets.map(\.type).filter { Remark(rawValue: $0.rawValue) == nil }.map { (name, $0) }
        return own
            + branches.compactMap { branch in
                guard let type = branch.type, let labels = try? Name(wire: branch.labels + [0]),
                    let name = labels.appending(name)
                else { return nil }
                return (name, type)
            }
    }
}
