/// The little that an `import` must know of paths.
enum Path {
    /// The folder that a file stands in: empty for a bare name.
    static func folder(of file: String) -> String {
        guard let slash = file.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "" }
        return String(file[...slash])
    }

    /// `path` as seen from `folder`, without `.`, and without `..` where a name stands before it; never empty.
    static func join(_ folder: String, _ path: String) -> String {
        let whole = path.hasPrefix("/") ? path : folder + path
        let isAbsolute = whole.hasPrefix("/")
        var parts: [Substring] = []
        for part in whole.unicodeScalars.split(separator: "/").map(Substring.init) where part != "." {
            if part != ".." {
                parts.append(part)
            } else if let last = parts.last, last != ".." {
                parts.removeLast()
            } else if !isAbsolute {
                parts.append(part)
            }
        }
        let joined = (isAbsolute ? "/" : "") + parts.joined(separator: "/")
        return joined.isEmpty ? "." : joined
    }
}
