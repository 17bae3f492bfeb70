/// A manifest file, by the place of its directory in the list of directories and by its name in it.
///
/// In this order the files are read, and the first of several that hold the same object has it.
struct FileKey: Hashable, Comparable {
    var directory: Int
    var name: String

    static func < (left: FileKey, right: FileKey) -> Bool {
        (left.directory, left.name) < (right.directory, right.name)
    }
}
