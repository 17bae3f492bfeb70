import CCurl

extension CurlEasy {
    /// Has libcurl ask for `request`; redirects are not followed.
    mutating func ask(_ request: HTTPRequest, of target: HTTPTarget) throws(CurlCode) {
        try set(CURLOPT_URL, target.url)
        try set(CURLOPT_PROTOCOLS_STR, "http,https")
        try set(CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_2TLS)
        try set(CURLOPT_ACCEPT_ENCODING, "gzip")
        try set(CURLOPT_NOSIGNAL, 1)
        // A cancelled exchange leaves a resolver's thread to itself: without this libcurl waits for its end.
        try set(CURLOPT_QUICK_EXIT, 1)
        try setSockets()

        var headers = request.headers.map { "\($0.name): \($0.value)" }
        if request.tls.serverName != nil {
            headers.append("Host: \(target.place)")
            try set(CURLOPT_CONNECT_TO, ["::\(target.place)"])
        }
        if let body = request.body {
            try setBody(body)
            // Without it libcurl holds a large body back until the server says that it may come.
            headers.append("Expect:")
        }
        if let method = request.method { try set(CURLOPT_CUSTOMREQUEST, method) }
        try set(CURLOPT_HTTPHEADER, headers)
        try set(request.proxy)
        if target.url.hasPrefix("https:") { try set(request.tls) }
    }

    private func set(_ proxy: String?) throws(CurlCode) {
        // The head of a proxy's response is not that of the server's.
        try set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
        guard let proxy else { return }
        // Names are the proxy's to resolve, as kubectl has it, for which `socks5` and `socks5h` are one.
        let socks = "socks5://"
        try set(CURLOPT_PROXY, proxy.hasPrefix(socks) ? "socks5h://\(proxy.dropFirst(socks.count))" : proxy)
        try set(CURLOPT_NOPROXY, "")
    }

    private func set(_ tls: TLSSettings) throws(CurlCode) {
        // Rather a stream of the connection that is being made than one more connection. The handshake says whether
        // the server has streams; without TLS the wait would be for the end of another exchange.
        try set(CURLOPT_PIPEWAIT, 1)
        try set(CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2)
        if let authorities = tls.certificateAuthorities {
            try set(CURLOPT_CAINFO_BLOB, authorities)
            // Otherwise those of the system would be trusted too.
            try set(CURLOPT_CAPATH, nil as String?)
        }
        if let certificate = tls.clientCertificate { try set(CURLOPT_SSLCERT_BLOB, certificate) }
        if let key = tls.clientKey { try set(CURLOPT_SSLKEY_BLOB, key) }
        // For an encrypted key OpenSSL would otherwise ask at the terminal.
        try set(CURLOPT_KEYPASSWD, "")
        try set(CURLOPT_SSL_VERIFYPEER, tls.verifies ? 1 : 0)
        try set(CURLOPT_SSL_VERIFYHOST, tls.verifies ? 2 : 0)
    }
}
