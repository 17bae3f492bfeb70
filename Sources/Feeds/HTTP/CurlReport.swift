import CCurl
import Posix

/// What libcurl says of an exchange that it is done with.
struct CurlReport {
    var code: CurlCode
    var text: String
    /// Why the last attempt to connect failed, as `errno` has it; otherwise 0.
    var connectError = 0
    /// What OpenSSL finds wrong with the server's certificate; otherwise 0.
    var certificateError = 0
    /// What a proxy said to CONNECT; otherwise 0.
    var proxyStatus = 0
}

extension CurlReport {
    /// What it comes to when `target` was asked.
    func kind(for target: HTTPTarget?) -> HTTPFailure.Kind {
        switch code.code {
        case CURLE_COULDNT_RESOLVE_HOST: .nameNotResolved
        case CURLE_COULDNT_RESOLVE_PROXY, CURLE_PROXY: .proxy
        case CURLE_COULDNT_CONNECT: connectKind(for: target)
        case CURLE_OPERATION_TIMEDOUT: .timeout(.connect)
        case CURLE_URL_MALFORMAT: .request
        // Octets without a head are HTTP/0.9 to libcurl.
        case CURLE_UNSUPPORTED_PROTOCOL: text.contains("HTTP/") ? .malformed : .request
        case CURLE_WEIRD_SERVER_REPLY, CURLE_BAD_CONTENT_ENCODING: .malformed
        case CURLE_PEER_FAILED_VERIFICATION: .tls(certificateProblem)
        case CURLE_SSL_CERTPROBLEM, CURLE_SSL_CACERT_BADFILE: .tls(.settings)
        case CURLE_OUT_OF_MEMORY, CURLE_FAILED_INIT: .other
        default: brokenKind
        }
    }

    private func connectKind(for target: HTTPTarget?) -> HTTPFailure.Kind {
        // Where libcurl does not complain of the server it complains of a proxy.
        if let target, !text.hasPrefix(target.complaint) { return .proxy }
        return systemError.isRefused ? .refused : .unreachable
    }

    /// What came of the last attempt to connect.
    var systemError: SystemError { SystemError("connect", code: CInt(clamping: connectError)) }

    private var certificateProblem: HTTPFailure.TLSProblem {
        switch certificateError {
        // X509_V_OK, X509_V_ERR_UNSPECIFIED: it is as good as it was before OpenSSL looked, so it is the name.
        case 0, 1: .otherName
        // X509_V_ERR_CERT_NOT_YET_VALID, X509_V_ERR_CERT_HAS_EXPIRED
        case 9, 10: .notValidNow
        default: .untrusted
        }
    }

    /// How a connection broke that was there at first: libcurl has many codes for it, and its text tells more.
    private var brokenKind: HTTPFailure.Kind {
        let text = text.lowercased()
        if proxyStatus >= 300 || text.contains("connect tunnel") || text.contains("proxy connect") {
            return .proxy
        }
        if text.contains("alert") {
            return .tls(
                text.contains("certificate") || text.contains("unknown ca") ? .clientCertificate : .other)
        }
        if ["wrong version number", "http request", "packet length too long"].contains(where: text.contains) {
            return .tls(.notTLS)
        }
        guard code.code == CURLE_SSL_CONNECT_ERROR else { return .broken }
        // The connection ended within the handshake, or the two cannot agree.
        let ends = ["ssl_error_syscall", "reset by peer", "unexpected eof", "ssl_error_zero_return"]
        return ends.contains(where: text.contains) ? .broken : .tls(.other)
    }
}
