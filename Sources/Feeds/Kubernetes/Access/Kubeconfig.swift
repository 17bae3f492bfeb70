/// A kubeconfig file, read as client-go reads it.
struct Kubeconfig {
    /// A pair of a cluster and a user.
    struct Context {
        var name: String
        var content: YAMLField
    }

    /// In octets: 16 MiB.
    static let largestFile = 16 << 20

    private let path: String
    private let root: YAMLField

    init(_ octets: Span<UInt8>, path: String) throws(YAMLError) {
        var reader = try YAMLReader(octets)
        guard let document = try reader.nextDocument(itemsOf: "", item: { _ in }), !document.isNull else {
            throw YAMLError(place: YAMLPlace(line: 1, column: 1), message: "the file is empty")
        }
        self.path = path
        root = YAMLField(document)
    }

    /// The context `name`; nil: the current one.
    func context(named name: String?) throws(YAMLError) -> Context {
        let current = try root["current-context"]
        let preset = try current.text()
        guard let chosen = name ?? preset else {
            throw current.expected("the name of a context, or one behind the file: \(try contextNames())")
        }
        guard let content = try entry(chosen, of: "contexts", "context") else {
            let field = name == nil ? current : try root["contexts"]
            throw field.expected("a context \(chosen): \(try contextNames())")
        }
        return Context(name: chosen, content: content)
    }

    /// How to reach the context's cluster as its user.
    func access(in context: Context) throws(YAMLError) -> ClusterAccess {
        let name = try context.content["cluster"]
        guard let cluster = try name.text(), let section = try entry(cluster, of: "clusters", "cluster")
        else {
            throw name.expected("the name of one of the clusters")
        }
        let server = try section["server"]
        guard let url = ServerURL(try server.requiredString()) else {
            throw server.expected(ServerURL.expectation)
        }
        var access = ClusterAccess(server: url, origin: "kubeconfig \(path) (context \(context.name))")
        try setServer(section, in: &access)
        let user = try userSection(of: context)
        // No secret leaves in the clear.
        if let user, url.isSecure { try setUser(user, of: section, in: &access) }
        return access
    }

    /// Nil when the context names no user: it comes as nobody.
    private func userSection(of context: Context) throws(YAMLError) -> YAMLField? {
        let name = try context.content["user"]
        guard let user = try name.text() else { return nil }
        guard let section = try entry(user, of: "users", "user") else {
            throw name.expected("the name of one of the users")
        }
        return section
    }

    /// What stands at `key` in the item `name` of `list`.
    private func entry(_ name: String, of list: String, _ key: String) throws(YAMLError) -> YAMLField? {
        var found: YAMLField?
        for item in try root[list].items() {
            let field = try item["name"]
            guard try field.string() == name else { continue }
            guard found == nil else { throw field.expected("a name that stands only once") }
            found = try item[key]
        }
        return found
    }

    private func contextNames() throws(YAMLError) -> String {
        var names: [String] = []
        for item in try root["contexts"].items() { names += try [item["name"].string()].compactMap { $0 } }
        return names.isEmpty ? "there are none" : "there are \(names.joined(separator: ", "))"
    }

    /// A path in the file is relative to the file's directory.
    func resolved(_ text: String) -> String {
        guard !text.hasPrefix("/"), let slash = path.lastIndex(of: "/") else { return text }
        return "\(path[...slash])\(text)"
    }

    /// What is given as `KEY-data`, in base64, or else in the file at `KEY`; nil: it is not given.
    func octets(_ section: YAMLField, _ key: String, _ content: PEM) throws(YAMLError) -> [UInt8]? {
        let data = try section["\(key)-data"]
        if let text = try data.text() {
            guard let octets = Base64.decoded(text), content.isIn(octets) else {
                throw data.expected("\(content.noun), in base64")
            }
            return octets
        }
        let file = try section[key]
        guard let path = try file.text() else { return nil }
        do throws(PEM.Failure) {
            return try content.read(resolved(path))
        } catch {
            throw file.expected(error.expectation)
        }
    }
}

extension YAMLField {
    /// The text of a scalar, unless it is empty: kubeconfigs take that for absent.
    func text() throws(YAMLError) -> String? {
        guard let text = try string(), !text.isEmpty else { return nil }
        return text
    }
}
