import COpenSSL

/// One connection's TLS: from what the client sent to what it says, and from responses to what the client gets.
///
/// It knows no socket. What is to be sent collects in the worker's outbox, and nothing that came stays inside but the
/// beginning of a record.
@safe final class TLSSession {
    /// How far it has come.
    enum State {
        case handshake
        case open
        /// The client sends no more (close_notify).
        case ended
        /// What came is no TLS, or not what this server accepts.
        case failed
    }

    /// The most octets of one record, for which there must be more room than for what came.
    static let longestRecord = 16 * 1024

    private(set) var state = State.handshake
    let outbox: TLSOutbox
    /// Keeps what the session uses.
    private let context: TLSContext
    // Safe: the session is this object's own until `deinit`, before which neither outbox nor context goes.
    private let session: OpaquePointer

    /// Nil when no memory is left.
    init?(of context: TLSContext, to outbox: TLSOutbox) {
        guard let session = unsafe outbox.makeSession(of: context) else { return nil }
        unsafe self.session = session
        self.context = context
        self.outbox = outbox
    }

    deinit { unsafe cssl_session_free(session) }

    /// Takes all of `octets`, which came, and returns how many they say, which are in `plain` then.
    func receive(_ octets: Span<UInt8>, into plain: inout MutableSpan<UInt8>) -> Int {
        var count = 0
        // Safe: the function reads `octets.count` octets and writes at most `plain.count`, as well as one number.
        let result = unsafe octets.withUnsafeBufferPointer { octets in
            unsafe plain.withUnsafeMutableBufferPointer { plain in
                unsafe cssl_receive(
                    session, octets.baseAddress, octets.count, plain.baseAddress, plain.count, &count)
            }
        }
        state =
            switch result {
            case .handshake: .handshake
            case .open: .open
            case .ended: .ended
            case .failed: .failed
            }
        return state == .failed ? 0 : count
    }

    /// Puts what has the client get `octets` into the outbox: all of them in one call, in as few records as can be.
    func send(_ octets: Span<UInt8>) {
        // Safe: the function reads `octets.count` octets.
        let isSent = unsafe octets.withUnsafeBufferPointer { octets in
            unsafe cssl_send(session, octets.baseAddress, octets.count)
        }
        if !isSent { state = .failed }
    }

    /// Tells the client, if it is one, that nothing more follows (close_notify).
    func close() { unsafe cssl_close(session) }
}
