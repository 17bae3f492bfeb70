import COpenSSL

/// The SHA-512 digest of some octets (RFC 6234).
package enum SHA512 {
    /// The digest in hexadecimal digits; nil when no memory is left.
    package static func digits(of octets: [UInt8]) -> String? {
        var digest = [UInt8](repeating: 0, count: 64)
        // Safe: the function reads `count` octets and writes 64, which both live throughout.
        let isComputed = unsafe digest.withUnsafeMutableBufferPointer { digest in
            unsafe octets.withUnsafeBufferPointer { octets in
                unsafe cssl_sha512(octets.baseAddress, octets.count, digest.baseAddress)
            }
        }
        guard isComputed else { return nil }
        return digest.map { String($0 >> 4, radix: 16) + String($0 & 0x0F, radix: 16) }.joined()
    }
}
