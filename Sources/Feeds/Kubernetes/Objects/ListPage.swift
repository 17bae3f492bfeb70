import ClusterSet

/// A list of objects, or a page of one.
package struct ListPage: Hashable, Sendable {
    /// The most objects on a page, whoever chose how many.
    static let mostObjects = 100_000

    package var objects: [WatchedObject]
    /// What to ask for the next page with; nil on the last one.
    package var continuation: String?
    /// Opaque; the same on all pages of a list.
    package var resourceVersion: String
    /// How many objects come behind this page, if the server says.
    package var remaining: Int?

    package init(
        objects: [WatchedObject], continuation: String?, resourceVersion: String, remaining: Int? = nil
    ) {
        self.objects = objects
        self.continuation = continuation
        self.resourceVersion = resourceVersion
        self.remaining = remaining
    }
}

extension ListPage {
    /// A list of another kind is no page, least of all an empty one.
    init(_ root: JSONField, of kind: ObjectKind, usesPodNames: Bool) throws(JSONError) {
        let list = try root["kind"]
        guard try list.string() == kind.list else { throw list.expected(kind.list) }
        let metadata = try root["metadata"]
        let continuation = try metadata["continue"].string() ?? ""
        let version = try metadata["resourceVersion"]
        let resourceVersion = try version.requiredString()
        guard !resourceVersion.isEmpty else { throw version.expected("one to go on from") }
        self.init(
            objects: try root["items"].items(atMost: ListPage.mostObjects) {
                WatchedObject($0, of: kind, usesPodNames: usesPodNames)
            },
            continuation: continuation.isEmpty ? nil : continuation,
            resourceVersion: resourceVersion,
            remaining: try metadata["remainingItemCount"].integer()
        )
    }
}
