/// A place in an object where a value may stand, in YAML or in JSON: lookups that say, when the value is wrong, which it
/// is. A value that is null is absent.
protocol ObjectField: ~Escapable {
    associatedtype Failure: Error

    /// The value at a key of this mapping; absent when the mapping is.
    subscript(key: String) -> Self {
        @_lifetime(copy self)
        get throws(Failure)
    }

    /// The items of this list, each as `body` has it; none when it is absent.
    func items<Item>(_ body: (Self) throws(Failure) -> Item) throws(Failure) -> [Item]

    func string() throws(Failure) -> String?

    func bool() throws(Failure) -> Bool?

    /// A whole number that a port can have.
    func port() throws(Failure) -> UInt16?

    /// What to throw when the value is absent or not `what`.
    func expected(_ what: String) -> Failure
}

extension ObjectField where Self: ~Escapable {
    /// The most items a list may have: no API server holds an object with more.
    static var mostItems: Int { 1000 }

    func requiredString() throws(Failure) -> String {
        guard let text = try string() else { throw expected("a string") }
        return text
    }

    var expectedPort: Failure { expected("a number from 1 to 65535") }
}
