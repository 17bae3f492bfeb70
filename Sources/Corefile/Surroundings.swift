/// What a Corefile may ask of the machine it is read on; the language itself opens nothing.
package struct Surroundings {
    /// The content of the file at a path that `glob` gave.
    package let read: (_ path: String) throws(Unreadable) -> [UInt8]

    /// The files that match a path with at most one `*` and one `?`, sorted; a path without either matches itself
    /// if there is such a file. Tokens from a file bear the name given here.
    package let glob: (_ pattern: String) -> [String]

    /// The value of an environment variable; nil if unset.
    package let environment: (_ name: String) -> String?

    /// Why a file that is there cannot be read, as the system puts it.
    package struct Unreadable: Error {
        package let reason: String

        package init(reason: String) {
            self.reason = reason
        }
    }

    package init(
        read: @escaping (_ path: String) throws(Unreadable) -> [UInt8],
        glob: @escaping (_ pattern: String) -> [String],
        environment: @escaping (_ name: String) -> String?
    ) {
        self.read = read
        self.glob = glob
        self.environment = environment
    }

    /// No files, no variables.
    package static var empty: Surroundings {
        Surroundings(
            read: { _ throws(Unreadable) in throw Unreadable(reason: "no such file or directory") },
            glob: { _ in [] },
            environment: { _ in nil })
    }
}
