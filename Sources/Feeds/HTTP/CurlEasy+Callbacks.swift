import CCurl

extension CurlEasy {
    /// Has libcurl tell `transfer`, which must live until the handle has left its bundle, what comes.
    ///
    /// An answer other than the number of octets ends the exchange.
    func setCallbacks(_ transfer: HTTPTransfer) throws(CurlCode) {
        // Safe: the engine keeps the transfer as long as libcurl works for it, so that there is one at `context`;
        // and for the length of each call there are `size * count` octets at `octets`.
        let code = unsafe ccurl_set_callbacks(
            handle,
            { octets, size, count, context in
                guard let octets = unsafe octets, let context = unsafe context else { return 0 }
                let line = unsafe Span(octets, count: size * count)
                return unsafe HTTPTransfer.at(context).take(line: line) ? line.count : -1
            },
            { octets, size, count, context in
                guard let octets = unsafe octets, let context = unsafe context else { return 0 }
                let body = unsafe Span(octets, count: size * count)
                return unsafe HTTPTransfer.at(context).take(body: body) ? body.count : -1
            },
            { context, _, _, _, _ in
                guard let context = unsafe context else { return CURL_PREREQFUNC_ABORT }
                unsafe HTTPTransfer.at(context).connected()
                return CURL_PREREQFUNC_OK
            },
            Unmanaged.passUnretained(transfer).toOpaque())
        guard code == CURLE_OK else { throw CurlCode(code) }
    }
}

extension HTTPTransfer {
    /// The transfer that was handed to libcurl.
    @unsafe fileprivate static func at(_ context: UnsafeMutableRawPointer) -> HTTPTransfer {
        unsafe Unmanaged<HTTPTransfer>.fromOpaque(context).takeUnretainedValue()
    }
}

extension Span<UInt8> {
    /// What libcurl hands to a callback.
    @unsafe @_lifetime(immortal)
    fileprivate init(_ octets: UnsafeMutablePointer<CChar>, count: Int) {
        let start = unsafe UnsafeRawPointer(octets).assumingMemoryBound(to: UInt8.self)
        let span = unsafe Span(_unsafeStart: start, count: count)
        self = unsafe _overrideLifetime(span, borrowing: ())
    }
}
