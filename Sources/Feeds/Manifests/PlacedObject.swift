import ClusterSet

/// What a document, or an item of a list, is; and where it begins.
struct PlacedObject {
    enum Content {
        case serviceImport(ServiceImport)
        case endpointSlice(EndpointSlice)
        /// An object that is no business of ours, by API version and kind.
        case skipped(String)
        /// An object of ours that is wrong; the key is nil when its name is.
        case refused(ObjectKey?, YAMLError)
    }

    let content: Content
    let place: YAMLPlace
    /// What is wrong with an object that counts all the same.
    private(set) var remark: YAMLError?

    init(_ node: YAMLNode, usesPodNames: Bool) {
        place = node.place
        var key: ObjectKey?
        do throws(YAMLError) {
            content = try PlacedObject.decode(
                YAMLField(node), usesPodNames: usesPodNames, key: &key, remark: &remark)
        } catch {
            content = .refused(key, error)
        }
    }

    /// Sets `key` as soon as it is known, so that it is there when a later field is wrong.
    private static func decode(
        _ root: YAMLField, usesPodNames: Bool, key: inout ObjectKey?, remark: inout YAMLError?
    ) throws(YAMLError) -> Content {
        let version = try root["apiVersion"].requiredString()
        let kind = try root["kind"].requiredString()
        switch (version, kind) {
        case ("multicluster.x-k8s.io/v1alpha1", "ServiceImport"),
            ("multicluster.x-k8s.io/v1beta1", "ServiceImport"):
            let id = try ObjectName(root["metadata"], defaultNamespace: "default")
            key = .serviceImport(id)
            return .serviceImport(try ServiceImport(root, id: id))
        case ("discovery.k8s.io/v1", "EndpointSlice"):
            let service = try root["metadata"]["labels"]["multicluster.kubernetes.io/service-name"].string()
            guard let service else { return .skipped("\(version)/\(kind) without service-name") }
            let id = try ObjectName(root["metadata"], defaultNamespace: "default")
            key = .endpointSlice(id)
            guard try root["addressType"].string() != "FQDN" else {
                return .skipped("\(version)/\(kind) with addressType FQDN")
            }
            return .endpointSlice(
                try EndpointSlice(
                    root, id: id, service: service, usesPodNames: usesPodNames, remark: &remark))
        default:
            return .skipped("\(version)/\(kind)".printable)
        }
    }
}
