/// Reads manifests: multi-document YAML, or JSON.
package enum ManifestReader {
    /// The objects in `octets`, which is the content of `file`. With `usesPodNames`, endpoints without a hostname are named
    /// after their pods.
    ///
    /// Throws when the file as a whole cannot be read; an object that is wrong costs itself only.
    package static func read(
        _ octets: [UInt8], file: String, usesPodNames: Bool = false
    ) throws(ManifestError) -> Manifest {
        let octets = file.hasSuffix(".json") ? SurrogatePairs.rewritten(octets) : octets
        do throws(YAMLError) {
            return try manifest(octets.span, file: file, usesPodNames: usesPodNames)
        } catch {
            throw ManifestError(error, in: file)
        }
    }

    private static func manifest(
        _ octets: Span<UInt8>, file: String, usesPodNames: Bool
    ) throws(YAMLError) -> Manifest {
        var reader = try YAMLReader(octets)
        var manifest = Manifest()
        while true {
            // A `List` may name its kind behind its items.
            var items: [PlacedObject] = []
            let document = try reader.nextDocument(itemsOf: "items") {
                items.append(PlacedObject($0, usesPodNames: usesPodNames))
            }
            guard let document else { return manifest }
            guard !document.isNull else { continue }
            let object = PlacedObject(document, usesPodNames: usesPodNames)
            guard case .skipped("v1/List") = object.content else {
                manifest.add(object, from: file)
                continue
            }
            for item in items { manifest.add(item, from: file) }
        }
    }
}
