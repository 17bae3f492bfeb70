import CCurl

/// An absolute URL, taken apart.
@safe struct CurlURL: ~Copyable {
    /// Why something is no URL.
    struct Problem: Error {
        var text: String
    }

    private let handle: OpaquePointer

    static func parse(_ text: String) throws(Problem) -> CurlURL {
        let url = try CurlURL()
        try url.set(CURLUPART_URL, text)
        return url
    }

    private init() throws(Problem) {
        guard let handle = unsafe curl_url() else { throw Problem(text: "out of memory") }
        unsafe self.handle = handle
    }

    deinit {
        // Safe: `curl_url` made it, and nobody else has it.
        unsafe curl_url_cleanup(handle)
    }

    /// An IPv6 address stands in brackets.
    var host: String { get throws(Problem) { try part(CURLUPART_HOST) } }
    /// That of the scheme, where the URL has none.
    var port: String { get throws(Problem) { try part(CURLUPART_PORT) } }
    /// All of it.
    var text: String { get throws(Problem) { try part(CURLUPART_URL) } }

    mutating func setHost(_ host: String) throws(Problem) { try set(CURLUPART_HOST, host) }

    private func set(_ part: CURLUPart, _ text: String) throws(Problem) {
        // Safe: libcurl copies the text, which ends with a zero octet and outlives the call.
        let code = unsafe curl_url_set(handle, part, text, 0)
        guard code == CURLUE_OK else { throw Problem(code) }
    }

    private func part(_ part: CURLUPart) throws(Problem) -> String {
        var text: UnsafeMutablePointer<CChar>?
        let flags = part == CURLUPART_PORT ? CUnsignedInt(CURLU_DEFAULT_PORT) : 0
        // Safe: libcurl writes one pointer, to a text that ends with a zero octet and is ours to free.
        let code = unsafe curl_url_get(handle, part, &text, flags)
        guard code == CURLUE_OK, let text = unsafe text else { throw Problem(code) }
        defer { unsafe curl_free(text) }
        return unsafe String(cString: text)
    }
}

extension CurlURL.Problem {
    fileprivate init(_ code: CURLUcode) {
        // Safe: the text is a constant of the library.
        text = unsafe String(cString: curl_url_strerror(code))
    }
}
