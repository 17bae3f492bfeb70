/// Where a request goes.
struct HTTPTarget {
    /// What to ask for. Its host is the name that TLS is about.
    let url: String
    /// Where to connect to, as `host:port`; an IPv6 address stands in brackets.
    let place: String
    /// What libcurl says first when nothing listens there: about a proxy it speaks otherwise.
    let complaint: String

    init(_ request: HTTPRequest) throws(CurlURL.Problem) {
        var url = try CurlURL.parse(request.url)
        let (host, port) = (try url.host, try url.port)
        if let name = request.tls.serverName { try url.setHost(name) }
        self.url = try url.text
        place = "\(host):\(port)"
        complaint = "Failed to connect to \(host.filter { $0 != "[" && $0 != "]" }) port \(port) "
    }
}
