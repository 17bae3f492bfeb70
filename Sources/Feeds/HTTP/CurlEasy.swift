import CCurl

/// libcurl's part of one exchange.
@safe struct CurlEasy: ~Copyable {
    /// Tells exchanges apart.
    struct ID: Hashable {
        private let value: UInt

        init(_ handle: UnsafeMutableRawPointer) { value = UInt(bitPattern: handle) }
    }

    let handle: UnsafeMutableRawPointer
    /// Where libcurl writes what went wrong, in CURL_ERROR_SIZE octets.
    private let message: UnsafeMutablePointer<CChar>
    /// What libcurl reads until its end.
    private var lists: [UnsafeMutablePointer<curl_slist>] = unsafe []

    init() throws(CurlCode) {
        guard CurlLibrary.isReady, let handle = unsafe curl_easy_init() else {
            throw CurlCode(CURLE_OUT_OF_MEMORY)
        }
        unsafe self.handle = handle
        unsafe message = .allocate(capacity: Int(CURL_ERROR_SIZE))
        unsafe message.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
        // Safe: the buffer lives longer than the handle.
        _ = unsafe ccurl_set_error_buffer(handle, message)
    }

    deinit {
        // Safe: `init` made the handle and the message, `set` the lists; the handle, which uses both, goes first.
        unsafe curl_easy_cleanup(handle)
        unsafe message.deallocate()
        for index in unsafe lists.indices { unsafe curl_slist_free_all(lists[index]) }
    }

    var id: ID { unsafe ID(handle) }

    // Safe, all of them: the handle lives, and libcurl copies what it is given here.

    func set(_ option: CURLoption, _ value: Int) throws(CurlCode) {
        try CurlCode.check(unsafe ccurl_set_number(handle, option, value))
    }

    func set(_ option: CURLoption, _ text: String?) throws(CurlCode) {
        try CurlCode.check(unsafe ccurl_set_text(handle, option, text))
    }

    func set(_ option: CURLoption, _ octets: [UInt8]) throws(CurlCode) {
        try CurlCode.check(unsafe ccurl_set_blob(handle, option, octets, octets.count))
    }

    func setBody(_ octets: [UInt8]) throws(CurlCode) {
        try CurlCode.check(unsafe ccurl_set_body(handle, octets, octets.count))
    }

    /// Sockets that notice a dead peer, and that no child process inherits.
    func setSockets() throws(CurlCode) { try CurlCode.check(unsafe ccurl_set_sockets(handle)) }

    mutating func set(_ option: CURLoption, _ texts: [String]) throws(CurlCode) {
        var list: UnsafeMutablePointer<curl_slist>?
        for text in texts {
            // Safe: libcurl copies the text; the list is not changed when that fails.
            guard let longer = unsafe curl_slist_append(list, text) else {
                unsafe curl_slist_free_all(list)
                throw CurlCode(CURLE_OUT_OF_MEMORY)
            }
            unsafe list = longer
        }
        guard let list = unsafe list else { return }
        unsafe lists.append(list)
        // Safe: the list lives longer than the handle.
        try CurlCode.check(unsafe ccurl_set_list(handle, option, list))
    }

    /// What libcurl has to say of an exchange that it is done with.
    func report(on code: CurlCode) -> CurlReport {
        // Safe: libcurl ends the message with a zero octet within the buffer.
        let text = unsafe String(cString: message)
        return CurlReport(
            code: code, text: text.isEmpty ? code.text : text, connectError: number(CURLINFO_OS_ERRNO),
            certificateError: number(CURLINFO_SSL_VERIFYRESULT),
            proxyStatus: number(CURLINFO_HTTP_CONNECTCODE))
    }

    private func number(_ info: CURLINFO) -> Int {
        var value = 0
        // Safe: libcurl writes one number for each `info` that is asked for here.
        return unsafe ccurl_number(handle, info, &value) == CURLE_OK ? value : 0
    }
}

extension CurlCode {
    fileprivate static func check(_ code: CURLcode) throws(CurlCode) {
        guard code == CURLE_OK else { throw CurlCode(code) }
    }
}
