extension AnswerImage {
    /// An image as an `ImageView` reads it: header, pointers, records.
    init(header: ImageHeader, pointers: [UInt32], octets: [UInt8]) {
        // Safe: both are trivial values, read as the octets they are.
        var storage = unsafe withUnsafeBytes(of: header) { unsafe Array($0) }
        storage.reserveCapacity(header.size)
        unsafe pointers.withUnsafeBytes { unsafe storage.append(contentsOf: $0) }
        storage += octets
        self.init(storage: storage)
    }

    /// Writes the image to as many octets from `address` on as `storage` has.
    @unsafe func store(at address: UnsafeMutableRawPointer) {
        unsafe storage.withUnsafeBytes { octets in
            // Safe: a stored image is never empty.
            if let start = octets.baseAddress {
                unsafe address.copyMemory(from: start, byteCount: octets.count)
            }
        }
    }
}
