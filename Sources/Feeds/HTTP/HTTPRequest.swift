/// What to ask of an HTTP server, how to reach it, and how long to wait.
package struct HTTPRequest: Sendable {
    /// Absolute, http or https; an IPv6 address stands in brackets.
    package var url: String
    package var headers: [(name: String, value: String)] = []
    /// Nil: POST with a body, GET without one.
    package var method: String?
    package var body: [UInt8]?
    package var tls = TLSSettings()
    /// The URL of a proxy (http, https, socks5); nil for what the environment says, empty for none.
    package var proxy: String?

    /// From the start to a connection over which the request can go.
    package var connectDeadline: Duration = .seconds(10)
    /// From the start to the end of the response's head.
    package var headDeadline: Duration = .seconds(30)
    /// From the head, or any octet of the body, to the next octet or the end; nil for no limit.
    package var silenceDeadline: Duration?
    /// From the start to the end; nil for no limit.
    package var totalDeadline: Duration?

    package init(url: String) { self.url = url }
}

extension HTTPRequest {
    /// The name of a header that would be more than one line of the head.
    var unsendableHeader: String? {
        headers.first { name, value in
            (name + value).unicodeScalars.contains { "\r\n\0".unicodeScalars.contains($0) }
        }?
        .name
    }
}
