package import ClusterSet

/// An object as an API server shows it.
package struct WatchedObject: Hashable, Sendable {
    package enum Content: Hashable, Sendable {
        case serviceImport(ServiceImport)
        case endpointSlice(EndpointSlice)
        case namespace
        /// An EndpointSlice that is no business of ours: one without the label that names its service, or of type FQDN.
        case foreign
        /// An object that is wrong: which, where and how, in one line.
        case refused(String)
    }

    /// Without a namespace when the kind has none. What a refused object
    /// claims to be called, at most 253 characters each.
    package var id: ObjectName
    /// Empty when the object does not say.
    package var uid: String
    /// Opaque, good for comparing for equality; empty when the object does not say.
    package var resourceVersion: String
    package var content: Content
    /// What is wrong with an object that counts all the same: which, where and how, in one line.
    package var remark: String?
    /// When what made the object change happened, in seconds since 1970: `endpoints.kubernetes.io/last-change-trigger-time`.
    package var triggered: Double?

    package init(
        id: ObjectName, uid: String, resourceVersion: String, content: Content, remark: String? = nil,
        triggered: Double? = nil
    ) {
        self.id = id
        self.uid = uid
        self.resourceVersion = resourceVersion
        self.content = content
        self.remark = remark
        self.triggered = triggered
    }
}

extension WatchedObject {
    /// Reads an object of `kind`; whatever is wrong with it, it is one, though refused.
    init(_ field: JSONField, of kind: ObjectKind, usesPodNames: Bool) {
        self.init(identityOf: field, of: kind)
        if case .refused = content { return }
        var remark: JSONError?
        do throws(JSONError) {
            let root = try field.object()
            content = try Content(root, id: id, of: kind, usesPodNames: usesPodNames, remark: &remark)
            if kind == .endpointSlices { triggered = try? WatchedObject.triggered(root) }
        } catch {
            content = .refused(describe(error, of: kind))
        }
        self.remark = remark.map { describe($0, of: kind) }
    }

    /// Reads what tells the object from others; its content counts as foreign.
    init(identityOf field: JSONField, of kind: ObjectKind) {
        self.init(id: ObjectName(namespace: "", name: ""), uid: "", resourceVersion: "", content: .foreign)
        do throws(JSONError) {
            let root = try field.object()
            let metadata = try root["metadata"]
            uid = try metadata["uid"].string() ?? ""
            resourceVersion = try metadata["resourceVersion"].string() ?? ""
            id = try kind == .namespaces ? ObjectName(ofNamespace: metadata) : ObjectName(metadata)
            let found = try root["kind"]
            guard try found.string() ?? kind.object == kind.object else { throw found.expected(kind.object) }
        } catch {
            if id.name.isEmpty { id = ObjectName(claimedIn: field) }
            content = .refused(describe(error, of: kind))
        }
    }

    private func describe(_ error: JSONError, of kind: ObjectKind) -> String {
        let name = id.namespace.isEmpty ? id.name : "\(id.namespace)/\(id.name)"
        let object = name.isEmpty ? kind.object : "\(kind.object) \(name)"
        return "\(object): \(error.message)".printable
    }

    private static func triggered(_ root: JSONField) throws(JSONError) -> Double? {
        try root["metadata"]["annotations"]["endpoints.kubernetes.io/last-change-trigger-time"].string()
            .flatMap { Timestamp.seconds($0) }
    }
}

extension WatchedObject.Content {
    fileprivate init(
        _ root: JSONField, id: ObjectName, of kind: ObjectKind, usesPodNames: Bool, remark: inout JSONError?
    ) throws(JSONError) {
        switch kind {
        case .serviceImports: self = .serviceImport(try ServiceImport(root, id: id))
        case .namespaces: self = .namespace
        case .endpointSlices:
            let service = try root["metadata"]["labels"]["multicluster.kubernetes.io/service-name"].string()
            guard let service, try root["addressType"].string() != "FQDN" else {
                self = .foreign
                return
            }
            self = .endpointSlice(
                try EndpointSlice(
                    root, id: id, service: service, usesPodNames: usesPodNames, remark: &remark))
        }
    }
}

extension ObjectName {
    /// The name in the `metadata` of a Namespace.
    fileprivate init(ofNamespace metadata: JSONField) throws(JSONError) {
        let name = try metadata["name"]
        guard let text = try name.string(), ObjectName.isLabel(text) else {
            throw name.expected("a DNS label in lower case")
        }
        self.init(namespace: "", name: text)
    }

    /// What stands where the name of an object should.
    fileprivate init(claimedIn root: JSONField) {
        func text(_ key: String) -> String {
            guard let text = try? root["metadata"][key].string() else { return "" }
            return String(text.unicodeScalars.prefix(253))
        }
        self.init(namespace: text("namespace"), name: text("name"))
    }
}
