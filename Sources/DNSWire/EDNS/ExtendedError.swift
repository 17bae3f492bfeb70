/// An extended error: why an RCODE was given (RFC 8914 §2).
public struct ExtendedError: Hashable, Sendable {
    /// INFO-CODE.
    public var code: ExtendedErrorCode
    /// EXTRA-TEXT, which ought to be UTF-8.
    public var octets: [UInt8]

    /// An error with `text` for people.
    public init(_ code: ExtendedErrorCode, text: String = "") {
        self.init(code, octets: Array(text.utf8))
    }

    /// An error with the octets of an EXTRA-TEXT as it came.
    init(_ code: ExtendedErrorCode, octets: [UInt8]) {
        self.code = code
        self.octets = octets
    }

    /// EXTRA-TEXT, what is not UTF-8 replaced.
    public var text: String { String(decoding: octets, as: UTF8.self) }
}
