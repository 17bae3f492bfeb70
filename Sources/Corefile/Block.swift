/// A server block: what it serves, and how.
package struct Block: Hashable, Sendable {
    /// At least one, each as it is written but for commas and references to the environment.
    package let keys: [Token]

    /// In the order of the file, which is not that of execution.
    package let stanzas: [Stanza]

    /// Where the first key stands.
    package let place: Place

    /// What the keys mean; a key that is a CIDR prefix may give several.
    package func serverKeys() throws(CorefileError) -> [ServerKey] {
        var serverKeys: [ServerKey] = []
        for key in keys { serverKeys += try ServerKey.read(key) }
        return serverKeys
    }
}
