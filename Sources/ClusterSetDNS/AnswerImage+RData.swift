import DNSWire
import RecordStore

extension AnswerImage {
    /// Records of the QNAME, one for each of `data`.
    init(_ data: [RData], class: RRClass = .in, ttl: UInt32) {
        var image = AnswerImageBuilder(class: `class`)
        for rdata in data {
            image.begin(.answer, owner: .question, type: rdata.type, ttl: ttl)
            image.append(rdata.octets)
        }
        self = image.finish()
    }
}
