/// A place in a YAML document where a value may stand: lookups that say, when the value is wrong, which and where.
struct YAMLField: ObjectField {
    /// The way from the object's root, as in `spec.ports[0].port`.
    private indirect enum Path {
        case root
        case key(String, in: Path)
        case item(Int, in: Path)
    }

    /// Nil when the value is absent or null.
    let node: YAMLNode?
    private let path: Path
    /// Where the value begins; when it is absent, where the nearest value around it begins.
    private let place: YAMLPlace

    init(_ root: YAMLNode) {
        self.init(root, path: .root, place: root.place)
    }

    private init(_ node: YAMLNode?, path: Path, place: YAMLPlace) {
        self.node = node.flatMap { $0.isNull ? nil : $0 }
        self.path = path
        self.place = node?.place ?? place
    }

    subscript(key: String) -> YAMLField {
        get throws(YAMLError) {
            let path = Path.key(key, in: path)
            guard let node else { return YAMLField(nil, path: path, place: place) }
            guard case .mapping(let entries) = node.content else { throw expected("a mapping") }
            let value = entries.first { $0.key == key }?.value
            return YAMLField(value, path: path, place: place)
        }
    }

    func items<Item>(_ body: (YAMLField) throws(YAMLError) -> Item) throws(YAMLError) -> [Item] {
        guard let node else { return [] }
        guard case .sequence(let items) = node.content else { throw expected("a list") }
        guard items.count <= YAMLField.mostItems else {
            throw expected("a list of at most \(YAMLField.mostItems) items")
        }
        return try items.enumerated().map { (index, item) throws(YAMLError) in
            try body(YAMLField(item, path: .item(index, in: path), place: place))
        }
    }

    /// The items of this sequence; none when it is absent.
    func items() throws(YAMLError) -> [YAMLField] { try items { $0 } }

    /// The text of a scalar, in quotes or not: an unquoted `12e34` where a string belongs is that string.
    func string() throws(YAMLError) -> String? {
        guard let node else { return nil }
        guard case .scalar(let text, _) = node.content else { throw expected("a string") }
        return text
    }

    /// `true` or `false` without quotes (YAML 1.2 §10.3.2).
    func bool() throws(YAMLError) -> Bool? {
        guard let node else { return nil }
        switch node.content {
        case .scalar("true", true), .scalar("True", true), .scalar("TRUE", true): return true
        case .scalar("false", true), .scalar("False", true), .scalar("FALSE", true): return false
        default: throw expected("true or false")
        }
    }

    /// A port: a decimal number without quotes, sign, fraction or leading zero.
    func port() throws(YAMLError) -> UInt16? {
        guard let node else { return nil }
        guard case .scalar(let text, isPlain: true) = node.content, text.utf8.first != 0x30,
            text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = UInt16(text)
        else { throw expectedPort }
        return number
    }

    func expected(_ what: String) -> YAMLError {
        let path = YAMLField.text(path)
        return YAMLError(
            place: place, message: path.isEmpty ? "expected \(what)" : "\(path): expected \(what)")
    }

    private static func text(_ path: Path) -> String {
        switch path {
        case .root: ""
        case .key(let key, in: .root): key
        case .key(let key, in: let parent): "\(text(parent)).\(key)"
        case .item(let index, in: let parent): "\(text(parent))[\(index)]"
        }
    }
}
