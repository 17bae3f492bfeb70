package import ClusterSet

/// Reads what an API server says, one document after the other in the same memory.
package struct ObjectReader: ~Copyable {
    /// The longest body of a response: 64 MiB, on a page of 500 some 130 KB for each object.
    package static let longestBody = 64 << 20

    private var parser = JSONParser()
    private let usesPodNames: Bool

    /// With `usesPodNames`, endpoints without a hostname are named after their pods.
    package init(usesPodNames: Bool = false) { self.usesPodNames = usesPodNames }

    /// What a line of a watch on objects of `kind` says.
    package mutating func event(
        _ line: Span<UInt8>, of kind: ObjectKind
    ) throws(JSONError) -> WatchEvent {
        defer { parser.trim() }
        let usesPodNames = usesPodNames
        return try WatchEvent(
            parser.parse(line, atMost: LineSplitter.longestLine), of: kind, usesPodNames: usesPodNames)
    }

    /// A list of objects of `kind`, or a page of one. Throws when that is not what `body` is.
    package mutating func page(_ body: Span<UInt8>, of kind: ObjectKind) throws(JSONError) -> ListPage {
        let usesPodNames = usesPodNames
        let page = Result { () throws(JSONError) in
            try ListPage(
                parser.parse(body, atMost: ObjectReader.longestBody), of: kind, usesPodNames: usesPodNames)
        }
        // The next page will be as large.
        if (try? page.get())?.continuation == nil { parser.trim() }
        return try page.get()
    }

    /// What a response other than 200 says, if it is a `Status`.
    package mutating func status(_ body: Span<UInt8>) throws(JSONError) -> APIStatus {
        defer { parser.trim() }
        let root = try parser.parse(body, atMost: ObjectReader.longestBody)
        let kind = try root["kind"]
        guard try kind.string() == "Status" else { throw kind.expected("Status") }
        return try APIStatus(root)
    }

    /// The versions in which an API group is served, the preferred one first.
    package mutating func versions(ofGroup body: Span<UInt8>) throws(JSONError) -> [String] {
        defer { parser.trim() }
        let root = try parser.parse(body, atMost: ObjectReader.longestBody)
        let kind = try root["kind"]
        guard try kind.string() == "APIGroup" else { throw kind.expected("APIGroup") }
        let preferred = try root["preferredVersion"]["version"].string()
        let served = try root["versions"].items { (version) throws(JSONError) in
            try version["version"].requiredString()
        }
        return served.filter { $0 == preferred } + served.filter { $0 != preferred }
    }
}
