import Glibc

/// The checkout that these tests were compiled from.
enum SourceTree {
    /// Its root: this file lies two folders below.
    static let root = #filePath.split(separator: "/", omittingEmptySubsequences: false)
        .dropLast(3).joined(separator: "/")

    /// The entries of the folder at `path` (relative to the root) in order, hidden ones left out.
    static func entries(of path: String = "") -> [String] {
        // Safe: `stream` is open from here to its `closedir`, and each entry is copied before the next is read.
        guard let stream = unsafe opendir("\(root)/\(path)") else { return [] }
        defer { unsafe closedir(stream) }
        var names: [String] = []
        while let entry = unsafe readdir(stream) {
            let name = unsafe withUnsafeBytes(of: entry.pointee.d_name) { octets in
                unsafe String(decoding: octets.prefix { $0 != 0 }, as: UTF8.self)
            }
            if !name.hasPrefix(".") { names.append(name) }
        }
        return names.sorted()
    }

    /// Every file of the tree but hidden ones, read once.
    static let files = texts(at: entries().filter { $0 != "Package.resolved" })

    /// The files below `folders` whose path ends in `suffix`.
    static func files(in folders: [String], ending suffix: String = "") -> [TextFile] {
        files.filter { file in
            file.path.hasSuffix(suffix) && folders.contains { file.path.hasPrefix("\($0)/") }
        }
    }

    /// The Swift files of the server itself.
    static let sources = files(in: ["Sources"], ending: ".swift")

    private static func texts(at paths: [String]) -> [TextFile] {
        paths.flatMap { path in
            let children = entries(of: path)
            return children.isEmpty
                ? [TextFile(path: path, text: contents(of: path))]
                : texts(at: children.map { "\(path)/\($0)" })
        }
    }

    /// Whether something stands at `path`, relative to the root.
    static func has(_ path: String) -> Bool {
        unsafe access("\(root)/\(path)", F_OK) == 0
    }

    private static func contents(of path: String) -> String {
        let descriptor = unsafe open("\(root)/\(path)", O_RDONLY)
        guard descriptor >= 0 else { return "" }
        defer { close(descriptor) }
        var octets: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while true {
            // Safe: `read` writes at most as many octets as the array has.
            let count = unsafe read(descriptor, &chunk, chunk.count)
            guard count > 0 else { return String(decoding: octets, as: UTF8.self) }
            octets += chunk[..<count]
        }
    }
}
