import Corefile

/// One directive of a server block. It only describes: nothing is opened before the whole Corefile is read.
protocol Directive: SendableMetatype {
    /// The word at the beginning of its line.
    static var name: String { get }

    /// Whether a server block may have it only once.
    static var isUnique: Bool { get }

    /// Whether it handles queries: a block in which no directive does refuses them.
    static var handlesQueries: Bool { get }

    /// Reads the stanza.
    init(_ stanza: Stanza) throws(CorefileError)

    /// Has its effect on the block. Directives are applied in the order of `Directives.all`, whatever the file's.
    func apply(to block: inout BlockPlan) throws(CorefileError)
}

extension Directive {
    static var isUnique: Bool { false }
    static var handlesQueries: Bool { true }
}
