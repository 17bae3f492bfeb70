/// The head of a response: what stands before its body.
package struct HTTPHead: Hashable, Sendable {
    /// 200 to 999: interim responses are not shown.
    package let status: Int
    /// `1.1` or `2`.
    package let httpVersion: String
    private let fields: [Field]

    struct Field: Hashable {
        var name: String
        var value: String
    }

    init(status: Int, httpVersion: String, fields: [Field]) {
        self.status = status
        self.httpVersion = httpVersion
        self.fields = fields
    }

    /// The value of the first field called `name`, upper and lower case alike.
    package func header(_ name: String) -> String? {
        let name = name.lowercased()
        return fields.first { $0.name == name }?.value
    }
}
