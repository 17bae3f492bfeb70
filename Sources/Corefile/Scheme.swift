/// The protocol that a server block speaks.
package enum Scheme: String, CaseIterable, Sendable {
    case dns
    case tls
    case quic
    case grpc
    case https
    case https3

    package var defaultPort: UInt16 {
        switch self {
        case .dns: 53
        case .tls, .quic: 853
        case .grpc, .https, .https3: 443
        }
    }

    /// Cuts the scheme from the front of a text. An unknown one is a part of the name.
    static func split(_ text: String) -> (scheme: Scheme, rest: String) {
        for scheme in allCases where text.hasPrefix("\(scheme.rawValue)://") {
            return (scheme, String(text.dropFirst(scheme.rawValue.count + 3)))
        }
        return (.dns, text)
    }
}
