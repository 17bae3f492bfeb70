import ClusterSet

/// What one line of a watch says.
package enum WatchEvent: Hashable, Sendable {
    case added(WatchedObject)
    case modified(WatchedObject)
    /// Of the object only what tells it from others counts; its content is not read.
    case deleted(WatchedObject)
    /// Everything up to `resourceVersion` has been said; `isInitialEnd` marks the end of what was there at the start.
    case bookmark(resourceVersion: String, isInitialEnd: Bool)
    case error(APIStatus)
    /// An event of a type that we do not know.
    case unknown(String)
}

extension WatchEvent {
    init(_ root: JSONField, of kind: ObjectKind, usesPodNames: Bool) throws(JSONError) {
        let type = try root["type"].requiredString()
        let object = try root["object"].object()
        switch type {
        case "ADDED": self = .added(WatchedObject(object, of: kind, usesPodNames: usesPodNames))
        case "MODIFIED": self = .modified(WatchedObject(object, of: kind, usesPodNames: usesPodNames))
        case "DELETED": self = .deleted(WatchedObject(identityOf: object, of: kind))
        case "BOOKMARK":
            let metadata = try object["metadata"]
            self = .bookmark(
                resourceVersion: try metadata["resourceVersion"].requiredString(),
                isInitialEnd: try metadata["annotations"]["k8s.io/initial-events-end"].string() == "true"
            )
        case "ERROR": self = .error(try APIStatus(object))
        default: self = .unknown(type.printable)
        }
    }
}
