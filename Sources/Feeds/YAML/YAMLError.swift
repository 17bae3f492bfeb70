/// Where a node begins. Lines and columns count from 1, columns in characters.
struct YAMLPlace: Hashable, Sendable {
    var line: Int
    var column: Int
}

/// Why a document cannot be read, or is not what its reader expects, and where.
struct YAMLError: Error, Hashable {
    var place: YAMLPlace
    var message: String
}
