import TestSupport

@testable import Feeds

/// A file of `deploy/`, as YAML.
struct DeployedManifest {
    /// Relative to `deploy`.
    let path: String
    let documents: [YAMLNode]

    init(_ path: String) throws {
        self.path = path
        documents = try Self.documents(in: SourceTree.text(of: "deploy/\(path)"))
    }

    /// All documents of a YAML text.
    static func documents(in text: String) throws -> [YAMLNode] {
        var documents: [YAMLNode] = []
        var reader = try YAMLReader(text.utf8Span.span)
        while let document = try reader.nextDocument(itemsOf: "", item: { _ in }) {
            documents.append(document)
        }
        return documents
    }

    /// The only document.
    var root: YAMLNode? { documents.count == 1 ? documents[0] : nil }
}

/// A folder of `deploy/` that kustomize builds.
struct Kustomization {
    /// Relative to `deploy`.
    let path: String
    let root: YAMLNode

    /// Every one that there is.
    static let all = ["base", "overlays/tls", "overlays/node-local"]

    init(_ path: String) throws {
        self.path = path
        root = try DeployedManifest("\(path)/kustomization.yaml").root ?? .nothing
    }

    /// The files that it names, but not other kustomizations.
    var files: [String] {
        let resources = root["resources"].items.compactMap(\.text)
        let patches = root["patches"].items.compactMap { $0["path"].text }
        return (resources + patches).filter { $0.hasSuffix(".yaml") }.map { "\(path)/\($0)" }
    }
}

extension YAMLNode {
    static let nothing = YAMLNode(
        content: .scalar(text: "", isPlain: true), place: YAMLPlace(line: 0, column: 0))

    /// The value at `key`; nothing where this is no mapping, or has none.
    subscript(key: String) -> YAMLNode {
        guard case .mapping(let entries) = content else { return .nothing }
        return entries.first { $0.key == key }?.value ?? .nothing
    }

    /// The items of a sequence; none of anything else.
    var items: [YAMLNode] {
        guard case .sequence(let items) = content else { return [] }
        return items
    }

    var text: String? {
        guard !isNull, case .scalar(let text, _) = content else { return nil }
        return text
    }

    /// The texts of a sequence.
    var texts: [String] { items.compactMap(\.text) }

    var number: Int? { text.flatMap { Int($0) } }

    var keys: [String] {
        guard case .mapping(let entries) = content else { return [] }
        return entries.map(\.key)
    }
}
