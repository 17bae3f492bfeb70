package import DNSWire

/// The records of one answer, precompiled: whatever depends on the query is a pointer relative to the end of its question.
package struct AnswerImage: Sendable {
    /// Where the owner name of a record, or the end of a name within RDATA, is to be found.
    package enum NameReference: Hashable, Sendable {
        /// The QNAME itself (a pointer to offset 12).
        case question
        /// The last `length` octets of the QNAME.
        case questionSuffix(length: Int)
        /// A name written earlier in this image, at `position` as `AnswerImageBuilder.position` said.
        case earlier(position: Int)
        /// The name written out in full.
        case inFull(Name)
    }

    package enum Section: Int, Sendable {
        case answer
        case authority
        case additional
    }

    /// Header, pointers and records, as a view reads them.
    let storage: [UInt8]

    /// An image without records.
    package init() { self.init(header: ImageHeader(), pointers: [], octets: []) }

    /// An image that holds no records but a text (`Remark`).
    init(text: [UInt8]) {
        var header = ImageHeader()
        header.length = UInt32(truncatingIfNeeded: text.count)
        self.init(header: header, pointers: [], octets: text)
    }

    init(storage: [UInt8]) { self.storage = storage }

    /// A view of this image for as long as it is borrowed.
    package var view: ImageView {
        @_lifetime(borrow self)
        get { ImageView(stored: storage.span) }
    }
}

extension AnswerImage: Hashable {
    /// Folds the octets before the hasher sees them, which takes an array one element per call.
    package func hash(into hasher: inout Hasher) {
        var fold: UInt64 = 0
        for octet in storage { fold = (fold ^ UInt64(octet)) &* 0x100_0000_01B3 }
        hasher.combine(fold)
    }
}
