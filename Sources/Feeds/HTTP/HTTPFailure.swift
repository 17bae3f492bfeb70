/// Why an exchange has no complete response.
package struct HTTPFailure: Error, Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        /// The request cannot be sent as it is: its URL or a header is malformed.
        case request
        /// The host's name has no address.
        case nameNotResolved
        /// Nothing listens at the address.
        case refused
        /// No way leads to the address.
        case unreachable
        /// The proxy, or the way to it.
        case proxy
        case tls(TLSProblem)
        case timeout(HTTPDeadline)
        /// The connection ended, or was reset, before the response did.
        case broken
        /// What came is not an HTTP response.
        case malformed
        /// The head of the response has more than 64 KiB.
        case headTooLarge
        /// Something of our own: memory, descriptors.
        case other
    }

    /// What is wrong between a TLS client and its server.
    package enum TLSProblem: Hashable, Sendable {
        /// No trusted authority has signed the server's certificate.
        case untrusted
        /// The server's certificate is past its time, or before it.
        case notValidNow
        /// The server's certificate is for another name.
        case otherName
        /// The server refuses the client's certificate, or misses one.
        case clientCertificate
        /// The certificates or the key of the settings cannot be used.
        case settings
        /// The peer does not speak TLS.
        case notTLS
        case other
    }

    package let kind: Kind
    /// The server as `host:port`, also where the proxy failed; empty when the URL is malformed.
    package let place: String
    /// What libcurl or the system says of it; it may be empty.
    package let detail: String
    /// Whether no request was sent: the server has not seen it.
    package let isConnect: Bool
}

extension HTTPFailure: CustomStringConvertible {
    /// What happened where, and what to look at.
    package var description: String {
        switch kind {
        case .request: place.isEmpty ? "the URL cannot be used: \(detail)" : "cannot ask \(place): \(detail)"
        case .nameNotResolved: "the host of \(place) has no address: is its name right, does DNS work here?"
        case .refused: "connection refused by \(place): is the API server up?"
        case .unreachable:
            "cannot reach \(place)\(reason): is the address right, does a firewall stand between?"
        case .proxy:
            "cannot reach \(place) through the proxy\(reason): is the proxy up, does it let us through?"
        case .tls(let problem): description(of: problem)
        case .timeout(.connect):
            "no connection to \(place) within \(detail): is it up, does a firewall drop packets?"
        case .timeout(.head): "no response from \(place) within \(detail)"
        case .timeout(.silence): "nothing more from \(place) for \(detail)"
        case .timeout(.total): "the response of \(place) was not complete within \(detail)"
        case .broken: "the connection to \(place) broke before the response was complete\(reason)"
        case .malformed: "\(place) does not speak HTTP as it should\(reason): is the port right?"
        case .headTooLarge: "the head of the response of \(place) has more than 64 KiB"
        case .other: "the exchange with \(place) failed\(reason)"
        }
    }

    private func description(of problem: TLSProblem) -> String {
        switch problem {
        case .untrusted:
            "the certificate of \(place) is not signed by an authority that the settings trust\(reason): "
                + "is it the certificate-authority of this cluster?"
        case .notValidNow: "the certificate of \(place) is not valid now\(reason): is the clock right?"
        case .otherName:
            "the certificate of \(place) is for another name\(reason): tls-server-name says which to expect"
        case .clientCertificate: "\(place) does not accept our client certificate, or misses one\(reason)"
        case .settings:
            "the certificates or the key for \(place) cannot be used\(reason): are they PEM, do they belong together?"
        case .notTLS: "\(place) does not speak TLS\(reason): is it https, is the port right?"
        case .other: "no TLS with \(place)\(reason)"
        }
    }

    private var reason: String { detail.isEmpty ? "" : " (\(detail))" }
}
