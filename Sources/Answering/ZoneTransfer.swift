import DNSWire
package import RecordStore

/// A zone in messages (RFC 5936 §2.2): its SOA, all other records in no order, and the SOA again.
package final class ZoneTransfer: MessageSeries {
    /// A message takes no more records once it has so many octets: compression pointers reach little further (RFC 1035
    /// §4.1.4), and names behind that would stand in full again and again.
    static let messageSize = 16_000

    /// How many octets of owners are taken from the snapshot at a time.
    private static let portion = 16_384

    private let snapshot: Snapshot
    private let header: Header
    private let question: Question
    /// What the first message says of EDNS, if the query has it.
    private let edns: EDNS?
    private let completed: (ZoneTransfer) -> Void

    private var isFirst = true
    private var hasAll = false
    private var isOver = false
    /// Records that go next.
    private var records: [ResourceRecord]
    /// Those before are in messages.
    private var position = 0
    /// How many records are in messages, the SOA at both ends included.
    package private(set) var recordCount = 0

    /// The response to `query`. `completed` is called when all of it has gone to the kernel.
    package init(
        of snapshot: Snapshot, to query: borrowing Query,
        completed: @escaping (ZoneTransfer) -> Void = { _ in }
    ) {
        self.snapshot = snapshot
        self.completed = completed
        header = Header(id: query.id, flags: query.asksForRecursion ? [.qr, .aa, .rd] : [.qr, .aa])
        question = Question(query.qname, query.type, class: query.rrclass)
        edns =
            query.outline.hasOPT
            ? EDNS(udpPayloadSize: UInt16(Engine.payloadSize), dnssecOK: query.outline.wantsDNSSEC) : nil
        records = [snapshot.soa]
    }

    /// The serial of the zone that is transferred.
    package var serial: UInt32 { snapshot.serial }

    package func next(
        into octets: consuming MutableSpan<UInt8>, _ reader: borrowing Reader
    ) -> MessageSeriesStep {
        guard !isOver else { return end() }
        guard fill(reader) else { return .pause }
        var writer = MessageWriter(octets, header: header)
        begin(&writer)
        let first = recordCount
        while writer.count < Self.messageSize, fill(reader), position < records.count {
            guard writer.append(records[position], to: .answer) else {
                guard recordCount == first else { break }
                // What no message has room for, no query gets.
                position += 1
                continue
            }
            position += 1
            recordCount += 1
        }
        isOver = hasAll && position == records.count
        writer.reserved = 0
        if isFirst, let edns { _ = writer.append(edns.record, to: .additional) }
        isFirst = false
        return .message(writer.finish(), isLast: isOver)
    }

    /// Writes the question into the first message, the QNAME as it came: nothing points to it.
    private func begin(_ writer: inout MessageWriter) {
        guard isFirst else { return }
        writer.compressesNames = false
        _ = writer.append(question)
        writer.compressesNames = true
        writer.reserved = edns == nil ? 0 : 11
    }

    /// Sees to it that there is a record to write, if any is left; false when that takes another turn.
    private func fill(_ reader: borrowing Reader) -> Bool {
        guard position == records.count, !hasAll else { return true }
        records.removeAll(keepingCapacity: true)
        position = 0
        if let owners = snapshot.next(octets: Self.portion, reader) {
            for owner in owners { records += owner.records }
            return !records.isEmpty
        }
        records = [snapshot.soa]
        hasAll = true
        return true
    }

    private func end() -> MessageSeriesStep {
        completed(self)
        return .end
    }
}
