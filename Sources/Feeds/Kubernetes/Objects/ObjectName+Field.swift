import ClusterSet

extension ObjectName {
    /// The name in an object's `metadata`; without a `defaultNamespace`, the namespace has to be there.
    init<Field: ObjectField & ~Escapable>(
        _ metadata: Field, defaultNamespace: String? = nil
    ) throws(Field.Failure) {
        let namespace = try metadata["namespace"]
        let name = try metadata["name"]
        guard let nameText = try name.string(), ObjectName.isSubdomain(nameText) else {
            throw name.expected("a DNS subdomain name in lower case")
        }
        guard let namespaceText = try namespace.string() ?? defaultNamespace,
            ObjectName.isLabel(namespaceText)
        else { throw namespace.expected("a DNS label in lower case") }
        self.init(namespace: namespaceText, name: nameText)
    }

    /// A name that an API server would take: labels joined by dots, at most 253 octets (RFC 1123 §2.1).
    private static func isSubdomain(_ text: String) -> Bool {
        text.utf8.count <= 253
            && text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
                .allSatisfy { isLabel($0) }
    }

    static func isLabel(_ text: String) -> Bool { text.utf8.count <= 63 && isLabel(text.utf8[...]) }

    private static func isLabel(_ octets: Substring.UTF8View) -> Bool {
        guard let first = octets.first, let last = octets.last else { return false }
        let hyphen = UInt8(ascii: "-")
        return first != hyphen && last != hyphen
            && octets.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == hyphen }
    }
}
