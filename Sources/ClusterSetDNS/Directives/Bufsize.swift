import Answering
import Corefile

/// `bufsize [SIZE]`: the most octets of a UDP response to a client with EDNS: 512 to 4,096, by default 1,232.
struct BufsizeDirective: Directive {
    static let name = "bufsize"

    private let size: UInt16

    init(_ stanza: Stanza) throws(CorefileError) {
        try stanza.expectNoBlock()
        guard let argument = stanza.arguments.first else {
            size = 1232
            return
        }
        guard stanza.arguments.count == 1, let size = UInt16(argument.text), (512...4096).contains(size)
        else {
            // CoreDNS says its name twice here.
            throw stanza.argumentCountError().within(Self.name)
        }
        self.size = size
    }

    func apply(to block: inout BlockPlan) {
        block.chain.style.payloadLimit = size
    }
}
