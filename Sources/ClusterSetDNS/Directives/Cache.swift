import Corefile

/// `cache [TTL] [ZONES…] { … }`: accepted, and without effect. Answers are in memory already.
struct CacheDirective: Directive {
    static let name = "cache"
    static let isUnique = true

    /// How many arguments the properties take.
    private static let properties: [String: ClosedRange<Int>] = [
        "success": 1...3, "denial": 1...3, "prefetch": 1...3, "serve_stale": 0...2, "servfail": 1...1,
        "disable": 1...Int.max, "keepttl": 0...0,
    ]

    init(_ stanza: Stanza) throws(CorefileError) {
        if let first = stanza.arguments.first, let ttl = Int(first.text) {
            try Self.check(ttl: ttl, first, in: stanza)
        }
        for property in stanza.properties {
            guard let counts = Self.properties[property.name.text] else {
                throw property.argumentCountError()
            }
            let arguments = try property.arguments(counts)
            guard ["success", "denial"].contains(property.name.text) else { continue }
            for (index, argument) in arguments.enumerated() {
                let number = try property.integer(argument)
                if index == 1 { try Self.check(ttl: number, argument, in: property) }
                guard index < 2 || number >= 0 else {
                    throw property.plainError(
                        at: argument, "cache min TTL can not be negative: \(number)")
                }
            }
        }
    }

    private static func check(ttl: Int, _ token: Token, in stanza: Stanza) throws(CorefileError) {
        guard ttl > 0 else {
            throw stanza.plainError(at: token, "cache TTL can not be zero or negative: \(ttl)")
        }
    }

    func apply(to block: inout BlockPlan) {
        block.notice(Self.self, "without effect: answers come from memory, there is nothing to cache")
    }
}
