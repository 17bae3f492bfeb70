/// A place in a JSON document where a value may stand: lookups that say, when the value is wrong, which it is.
///
/// Nothing is copied until it is asked for, and the path to the value is looked up only for an error.
struct JSONField: ObjectField, ~Escapable {
    private typealias Tag = JSONTape.Tag

    private let tape: JSONTape
    /// The value that paths begin at.
    private let root: Int
    /// The value; when there is none, the innermost value around its place.
    private let index: Int
    /// When there is no value, the keys from `index` to its place.
    private let missing: String?

    /// The value of a document.
    @_lifetime(copy tape)
    init(_ tape: JSONTape) {
        self.init(tape, root: JSONTape.root, index: JSONTape.root, missing: nil)
    }

    @_lifetime(copy tape)
    private init(_ tape: JSONTape, root: Int, index: Int, missing: String?) {
        self.tape = tape
        self.root = root
        self.index = index
        self.missing = missing
    }

    /// The object that stands here as one of its own, at which paths begin.
    @_lifetime(copy self)
    func object() throws(JSONError) -> JSONField {
        guard tag == Tag.object else { throw expected("an object") }
        return JSONField(tape, root: index, index: index, missing: nil)
    }

    /// Nil when the value is absent or null.
    private var tag: UInt8? {
        guard missing == nil else { return nil }
        let tag = tape.tag(at: index)
        return tag == Tag.null ? nil : tag
    }

    subscript(key: String) -> JSONField {
        @_lifetime(copy self)
        get throws(JSONError) {
            guard let tag else {
                return JSONField(
                    tape, root: root, index: index, missing: missing.map { "\($0).\(key)" } ?? key)
            }
            guard tag == Tag.object else { throw expected("an object") }
            guard let value = try value(of: key) else {
                return JSONField(tape, root: root, index: index, missing: key)
            }
            return JSONField(tape, root: root, index: value, missing: nil)
        }
    }

    /// The index of the value at a key of this object. All keys are looked at: one that stands twice is an error.
    private func value(of key: String) throws(JSONError) -> Int? {
        let text = key.utf8Span.span
        var found: Int?
        var name = tape.first(in: index)
        let close = tape.close(of: index)
        while name < close {
            let value = name + 1
            if tape.isText(text, at: name) {
                guard found == nil else {
                    throw JSONField(tape, root: root, index: value, missing: nil).expected(
                        "the key only once")
                }
                found = value
            }
            name = tape.end(of: value)
        }
        return found
    }

    func items<Item>(_ body: (JSONField) throws(JSONError) -> Item) throws(JSONError) -> [Item] {
        try items(atMost: JSONField.mostItems, body)
    }

    func items<Item>(
        atMost most: Int, _ body: (JSONField) throws(JSONError) -> Item
    ) throws(JSONError) -> [Item] {
        guard let tag else { return [] }
        guard tag == Tag.array else { throw expected("a list") }
        var items: [Item] = []
        var item = tape.first(in: index)
        while item < tape.close(of: index) {
            guard items.count < most else { throw expected("a list of at most \(most) items") }
            items.append(try body(JSONField(tape, root: root, index: item, missing: nil)))
            item = tape.end(of: item)
        }
        return items
    }

    func string() throws(JSONError) -> String? {
        guard let tag else { return nil }
        guard tag == Tag.string, let text = tape.string(at: index) else { throw expected("a string") }
        return text
    }

    func bool() throws(JSONError) -> Bool? {
        switch tag {
        case nil: return nil
        case Tag.true: return true
        case Tag.false: return false
        default: throw expected("true or false")
        }
    }

    /// A number without fraction and exponent.
    func integer() throws(JSONError) -> Int? {
        guard let tag else { return nil }
        guard tag == Tag.integer else { throw expected("a whole number") }
        return tape.integer(at: index)
    }

    func port() throws(JSONError) -> UInt16? {
        guard let tag else { return nil }
        guard tag == Tag.integer, let number = UInt16(exactly: tape.integer(at: index)), number > 0 else {
            throw expectedPort
        }
        return number
    }

    func expected(_ what: String) -> JSONError {
        let path = path
        return JSONError(path.isEmpty ? "expected \(what)" : "\(path): expected \(what)")
    }

    /// The way from the root to this place, as in `spec.ports[0].port`.
    private var path: String {
        var path = ""
        var container = root
        while container != index, let (step, next) = step(from: container) {
            path += path.isEmpty || step.hasPrefix("[") ? step : ".\(step)"
            container = next
        }
        guard let missing else { return path }
        return path.isEmpty ? missing : "\(path).\(missing)"
    }

    /// The key or number, and the index, of the value in `container` in which this place lies.
    private func step(from container: Int) -> (step: String, next: Int)? {
        let isObject = tape.tag(at: container) == Tag.object
        var number = 0
        var item = tape.first(in: container)
        while item < tape.close(of: container) {
            let value = isObject ? item + 1 : item
            let end = tape.end(of: value)
            if index < end {
                return (isObject ? tape.string(at: item) ?? "" : "[\(number)]", value)
            }
            item = end
            number += 1
        }
        return nil
    }
}
