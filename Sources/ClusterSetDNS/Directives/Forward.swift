import Corefile
import DNSWire

/// `forward FROM TO… { except NAMES…; … }`: read, so that a moved Corefile starts, but not done: names in FROM that nothing else
/// answers are REFUSED.
struct ForwardDirective: Directive {
    static let name = "forward"
    static let handlesQueries = false

    private static let mostUpstreams = 15
    /// How many arguments the properties take, but for `except`.
    private static let properties: [String: ClosedRange<Int>] = [
        "max_fails": 1...1, "health_check": 1...4, "force_tcp": 0...0, "prefer_udp": 0...0, "tls": 0...3,
        "tls_servername": 1...1, "expire": 1...1, "policy": 1...1, "max_concurrent": 1...1,
        "next": 1...Int.max, "failfast_all_unhealthy_upstreams": 0...0, "failover": 1...Int.max,
    ]

    private let from: Token
    private let zones: [Name]
    private var exceptions: [Name] = []

    init(_ stanza: Stanza) throws(CorefileError) {
        guard let from = stanza.arguments.first, stanza.arguments.count > 1 else {
            throw stanza.argumentCountError()
        }
        self.from = from
        let upstreams = stanza.arguments.count - 1
        guard upstreams <= Self.mostUpstreams else {
            throw stanza.plainError(
                at: stanza.name, "more than \(Self.mostUpstreams) TOs configured: \(upstreams)")
        }
        zones = Array(try stanza.names([from]).prefix(1))
        for property in stanza.properties {
            if property.name.text == "except" {
                guard !property.arguments.isEmpty else { throw property.argumentCountError() }
                exceptions += try property.names(property.arguments)
            } else if let counts = Self.properties[property.name.text] {
                _ = try property.arguments(counts)
            } else {
                throw property.unknownProperty()
            }
        }
    }

    func apply(to block: inout BlockPlan) {
        block.leave(zones, except: exceptions, reason: "this server forwards nothing")
        block.warn(
            Self.self,
            "this version forwards nothing: names in \(from.text) that nothing else here answers are REFUSED; have what"
                + " forwards to this server send it nothing but the zones of cluster sets")
    }
}
