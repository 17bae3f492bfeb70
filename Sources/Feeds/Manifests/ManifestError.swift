/// What is wrong in a manifest, and where: `FILE:LINE:COLUMN: spec.ports[0].port: expected a number from 1 to 65535`.
package struct ManifestError: Error, Hashable, Sendable, CustomStringConvertible {
    package var file: String
    /// From 1.
    package var line: Int
    /// In characters, from 1.
    package var column: Int
    package var message: String

    init(_ error: YAMLError, in file: String) {
        self.file = file
        self.line = error.place.line
        self.column = error.place.column
        self.message = error.message
    }

    package var description: String { "\(file):\(line):\(column): \(message)" }
}
