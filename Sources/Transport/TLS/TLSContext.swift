import COpenSSL
import Posix

/// What TLS connections have in common: certificate, key, and the secret that sessions are resumed by. Any thread may
/// begin sessions with it.
@safe package final class TLSContext: Sendable {
    /// What it was made of.
    package let configuration: TLSConfiguration
    // Safe: OpenSSL locks what sessions of several threads share; nothing is set up after `init`, and `deinit` runs alone.
    nonisolated(unsafe) private let context: OpaquePointer

    package init(_ configuration: TLSConfiguration) throws(TLSError) {
        // Safe, here and below: the context is this object's own until `deinit`.
        guard let context = unsafe cssl_context_new() else { throw .exhausted }
        unsafe self.context = context
        self.configuration = configuration
        try check(
            unsafe use(configuration.chain, cssl_use_chain), absent: .noCertificate,
            malformed: .malformedCertificate)
        try check(unsafe use(configuration.key, cssl_use_key), absent: .noKey, malformed: .malformedKey)
        if let authorities = configuration.authorities {
            try check(
                unsafe use(authorities, cssl_trust), absent: .noAuthorities, malformed: .noAuthorities)
        } else if configuration.clientAuthentication.verifies {
            try check(
                unsafe cssl_trust_system(context), absent: .noAuthorities, malformed: .noAuthorities)
        }
        if configuration.clientAuthentication != .none {
            let asked = configuration.clientAuthentication
            unsafe cssl_ask(context, asked.verifies, asked.requires)
        }
        if let path = configuration.keyLog {
            // Safe: the function reads a string that ends with a zero octet and outlives the call.
            let result = unsafe cssl_log_keys(context, path)
            guard result == 0 else { throw .keyLog(SystemError("open", code: -result, subject: path)) }
        }
    }

    deinit { unsafe cssl_context_free(context) }

    /// A session of this context, which must outlive it; nil when no memory is left.
    func makeSession(to outbox: OpaquePointer) -> OpaquePointer? {
        unsafe cssl_session_new(context, outbox)
    }

    /// What the function made of the text.
    private func use(
        _ text: [UInt8], _ function: (OpaquePointer?, UnsafePointer<UInt8>?, Int) -> cssl_fault
    ) -> cssl_fault {
        // Safe: the function reads `count` octets, which live throughout.
        unsafe text.withUnsafeBufferPointer { area in
            unsafe function(context, area.baseAddress, area.count)
        }
    }

    private func check(_ fault: cssl_fault, absent: TLSError, malformed: TLSError) throws(TLSError) {
        switch fault {
        case .none: return
        case .absent: throw absent
        case .malformed: throw malformed
        case .mismatch: throw .foreignKey
        case .exhausted: throw .exhausted
        }
    }
}
