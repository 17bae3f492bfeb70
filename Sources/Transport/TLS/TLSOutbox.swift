import COpenSSL

/// What the sessions of one worker have for their clients: each fills it, has it sent, and leaves it empty for the next.
@safe final class TLSOutbox {
    // Safe: the outbox is this object's own until `deinit`, and used by one worker only.
    fileprivate let outbox: OpaquePointer

    /// Nil when no memory is left.
    init?() {
        guard let outbox = unsafe cssl_outbox_new() else { return nil }
        unsafe self.outbox = outbox
    }

    deinit { unsafe cssl_outbox_free(outbox) }

    var isEmpty: Bool { unsafe cssl_outbox_count(outbox) == 0 }

    /// Has `body` use what is in it.
    func withOctets<Result>(_ body: (Span<UInt8>) -> Result) -> Result {
        // Safe: so many octets are there, and nothing is put behind them while `body` runs.
        let octets = unsafe UnsafeBufferPointer(
            start: cssl_outbox_octets(outbox), count: cssl_outbox_count(outbox))
        return unsafe body(octets.span)
    }

    func clear() { unsafe cssl_outbox_clear(outbox) }

    /// A session that fills it; nil when no memory is left.
    func makeSession(of context: TLSContext) -> OpaquePointer? { unsafe context.makeSession(to: outbox) }
}
