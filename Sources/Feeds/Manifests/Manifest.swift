package import ClusterSet

/// What one file holds.
package struct Manifest: Sendable {
    package private(set) var imports: [ObjectName: ServiceImport] = [:]
    package private(set) var slices: [ObjectName: EndpointSlice] = [:]
    /// How many objects, by API version and kind, are no business of ours.
    package private(set) var skipped: [String: Int] = [:]
    /// The objects that are wrong; all others hold.
    package private(set) var refused: [Refusal] = []
    /// What is wrong with objects that count all the same.
    package private(set) var remarks: [ManifestError] = []

    /// An object that is ours but wrong.
    package struct Refusal: Sendable {
        /// Nil when what is wrong comes before the name.
        package var key: ObjectKey?
        package var error: ManifestError
    }

    /// Adds what a document or an item of a list is. An object that stands here already is refused.
    mutating func add(_ object: PlacedObject, from file: String) {
        switch object.content {
        case .serviceImport(let new) where imports[new.id] == nil:
            imports[new.id] = new
        case .endpointSlice(let new) where slices[new.id] == nil:
            slices[new.id] = new
            if let remark = object.remark { remarks.append(ManifestError(remark, in: file)) }
        case .serviceImport, .endpointSlice:
            let error = YAMLError(place: object.place, message: "the object stands twice in this file")
            refused.append(Refusal(key: nil, error: ManifestError(error, in: file)))
        case .skipped(let kind):
            skipped[kind, default: 0] += 1
        case .refused(let key, let error):
            refused.append(Refusal(key: key, error: ManifestError(error, in: file)))
        }
    }

    /// Puts the last good state in the place of an object that is refused.
    mutating func restore(_ object: ServiceImport) { imports[object.id] = imports[object.id] ?? object }

    /// Puts the last good state in the place of an object that is refused.
    mutating func restore(_ object: EndpointSlice) { slices[object.id] = slices[object.id] ?? object }
}

/// The name of an object of a kind that we read.
package enum ObjectKey: Hashable, Sendable {
    case serviceImport(ObjectName)
    case endpointSlice(ObjectName)
}
