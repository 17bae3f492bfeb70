import Corefile

/// `multisocket [NUM_SOCKETS]`: on how many sockets of each kind an address is listened on.
struct MultisocketDirective: Directive {
    static let name = "multisocket"
    static let handlesQueries = false

    private static let maximum = 1024

    /// Nil: as many as there are cores.
    private let count: Int?

    init(_ stanza: Stanza) throws(CorefileError) {
        try stanza.expectNoBlock()
        guard let argument = try stanza.arguments(0...1).first else {
            count = nil
            return
        }
        let count: Int
        do throws(CorefileError) {
            count = try stanza.integer(argument)
        } catch {
            throw stanza.plainError(at: argument, "invalid num sockets: \(error.message)")
        }
        guard count >= 1 else {
            throw stanza.plainError(
                at: argument, "num sockets can not be zero or negative: \(count)")
        }
        guard count <= Self.maximum else {
            throw stanza.plainError(
                at: argument, "num sockets exceeds maximum (\(Self.maximum)): \(count)")
        }
        self.count = count
    }

    func apply(to block: inout BlockPlan) { block.socketCount = count }
}
