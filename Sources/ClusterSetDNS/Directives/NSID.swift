import Answering
import Corefile
import Posix

/// `nsid [DATA…]`: tells a client that asks who answered (RFC 5001): the words given, or the host's name.
struct NSIDDirective: Directive {
    static let name = "nsid"
    static let isUnique = true

    /// What the option may take of the smallest response.
    private static let maximumCount = 128

    private let data: [UInt8]

    init(_ stanza: Stanza) throws(CorefileError) {
        try stanza.expectNoBlock()
        let words = stanza.arguments.map(\.text)
        data = Array((words.isEmpty ? CurrentProcess.hostName : words.joined(separator: " ")).utf8)
        guard data.count <= Self.maximumCount else {
            throw stanza.error(
                at: stanza.name, "NSID data of \(data.count) octets: at most \(Self.maximumCount) fit")
        }
    }

    func apply(to block: inout BlockPlan) {
        block.chain.nsid = data
    }
}
