import Posix

/// The checkout that these tests were compiled from.
enum SourceTree {
    /// Its root: this file lies three folders below.
    static let root = #filePath.split(separator: "/", omittingEmptySubsequences: false)
        .dropLast(4).joined(separator: "/")

    /// The content of the file at `path`, relative to the root; empty when there is none.
    static func text(of path: String) -> String {
        let octets = try? RegularFile.read("\(root)/\(path)", atMost: 1 << 20)
        return String(decoding: octets ?? [], as: UTF8.self)
    }
}
