/// The name of a namespaced object.
package struct ObjectName: Hashable, Sendable {
    package var namespace: String
    package var name: String
    package init(namespace: String, name: String) {
        self.namespace = namespace
        self.name = name
    }
}
