extension String {
    /// The text in `octets`, as UTF-8.
    init(_ octets: Span<UInt8>) {
        self.init(decoding: octets.indices.map { octets[$0] }, as: UTF8.self)
    }
}
