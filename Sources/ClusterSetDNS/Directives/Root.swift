import Corefile
import Posix

/// `root PATH`: where relative paths of certificates and weight files begin.
struct RootDirective: Directive {
    static let name = "root"
    static let handlesQueries = false

    private let path: String

    init(_ stanza: Stanza) throws(CorefileError) {
        guard let argument = stanza.arguments.first else { throw stanza.argumentCountError() }
        path = argument.text
    }

    func apply(to block: inout BlockPlan) {
        block.root = path
        if PathPattern.matches(path).isEmpty {
            block.notice(Self.self, "Root path does not exist: \(path)")
        }
    }
}
