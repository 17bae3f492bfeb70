import Posix

/// The checkout that these tests were compiled from.
package enum SourceTree {
    /// Its root: this file lies two folders below.
    package static let root = #filePath.split(separator: "/", omittingEmptySubsequences: false)
        .dropLast(3).joined(separator: "/")

    /// The content of the file at `path`, relative to the root; empty when there is none.
    package static func text(of path: String) -> String {
        let octets = try? RegularFile.read("\(root)/\(path)", atMost: 1 << 20)
        return String(decoding: octets ?? [], as: UTF8.self)
    }
}
