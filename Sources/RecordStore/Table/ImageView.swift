/// The numbers of an image, which stand in front of its pointers (32 bits each) and its records.
@usableFromInline
struct ImageHeader: BitwiseCopyable {
    @usableFromInline var answerCount: UInt16 = 0
    @usableFromInline var additionalCount: UInt16 = 0
    @usableFromInline var pointerCount: UInt16 = 0
    @usableFromInline var authorityCount: UInt8 = 0
    /// 1 when every answer record has the same size, else 0.
    @usableFromInline var isUniform: UInt8 = 0
    /// Octets of the answer section.
    @usableFromInline var answerLength: UInt32 = 0
    /// Octets of all records.
    @usableFromInline var length: UInt32 = 0

    /// Offset of the records.
    @inlinable var records: Int { MemoryLayout<ImageHeader>.size &+ Int(pointerCount) << 2 }
    /// Octets of the whole image.
    @inlinable var size: Int { records &+ Int(length) }
}

/// What a reader sees of an answer image: records ready to stand behind a question.
///
/// All of it is inlinable: calls for its numbers, one by one, would cost as much as the lookup.
@usableFromInline
package struct ImageView: ~Escapable {
    /// The header, the pointers and the records.
    @usableFromInline let stored: Span<UInt8>

    /// The image whose octets, as `AnswerImage.storage` has them, are `stored`.
    @_lifetime(copy stored)
    @inlinable
    init(stored: Span<UInt8>) { self.stored = stored }

    /// The image that stands at `address`; valid while the memory is.
    @_lifetime(immortal)
    @inlinable
    @unsafe init(at address: UnsafeRawPointer) {
        // Safe: the header says how many octets were stored.
        let size = unsafe address.loadUnaligned(as: ImageHeader.self).size
        let start = unsafe address.assumingMemoryBound(to: UInt8.self)
        stored = unsafe _overrideLifetime(Span(_unsafeStart: start, count: size), copying: ())
    }

    @inlinable var header: ImageHeader {
        // Safe: every stored image begins with a header.
        unsafe stored.bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: 0, as: ImageHeader.self)
    }

    /// How many records the answer section takes; the octets of the sections follow each other in message order.
    @inlinable package var answerCount: Int { Int(header.answerCount) }
    /// How many records the authority section takes.
    @inlinable package var authorityCount: Int { Int(header.authorityCount) }
    /// How many records the additional section takes.
    @inlinable package var additionalCount: Int { Int(header.additionalCount) }
    /// The octets of the answer section alone.
    @inlinable package var answerLength: Int { Int(header.answerLength) }

    /// The size of every answer record when all are alike, else 0.
    ///
    /// Divides: worth asking only of an answer of several records.
    @inlinable package var stride: Int {
        let header = header
        return header.isUniform == 0 ? 0 : Int(header.answerLength / UInt32(header.answerCount))
    }

    /// All records.
    @inlinable package var octets: Span<UInt8> {
        @_lifetime(copy self)
        get {
            // Safe: the records follow the pointers up to the end.
            unsafe stored.extracting(unchecked: header.records..<stored.count)
        }
    }

    /// How many two-octet fields of `octets` are pointers that the writer completes.
    @inlinable package var pointerCount: Int { Int(header.pointerCount) }

    /// Where in `octets` the pointer `index` stands. It holds a signed 16-bit distance from the end of the
    /// question section; the pointer to write is 0xC000 | (end of the question section + distance).
    @inlinable package func pointerPosition(_ index: Int) -> Int {
        precondition(index >= 0 && index < pointerCount)
        let offset = MemoryLayout<ImageHeader>.size &+ index << 2
        // Safe: the pointers follow the header, and `index` is one of them.
        return Int(unsafe stored.bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: offset, as: UInt32.self))
    }
}
