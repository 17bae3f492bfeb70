import CCurl

/// libcurl as a whole.
enum CurlLibrary {
    /// Whether it is set up, which happens once in the life of a process, before anything else is asked of it.
    static let isReady = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK
}

/// How an exchange or a call went, in libcurl's numbers.
struct CurlCode: Error, Hashable {
    let code: CURLcode

    init(_ code: CURLcode) { self.code = code }

    var isOK: Bool { code == CURLE_OK }

    /// libcurl's words for it.
    var text: String {
        // Safe: the text is a constant of the library.
        unsafe String(cString: curl_easy_strerror(code))
    }

    static func == (one: Self, other: Self) -> Bool { one.code.rawValue == other.code.rawValue }

    func hash(into hasher: inout Hasher) { hasher.combine(code.rawValue) }
}
