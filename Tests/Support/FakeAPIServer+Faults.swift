/// What goes wrong on purpose, as JSON fields; Tests/FakeAPIServer/README.md says what each does.
package struct FakeFault {
    fileprivate let fields: String

    private init(_ kind: String, _ fields: String...) {
        self.fields = (["\"kind\": \"\(kind)\""] + fields).joined(separator: ", ")
    }

    /// Where a response breaks.
    package enum Place: String {
        case headers
        /// Inside an object or line.
        case object
        /// Between two of them.
        case idle
    }

    package static func status(_ code: Int, retryAfter: Int? = nil) -> FakeFault {
        FakeFault("status", "\"code\": \(code), \"retryAfter\": \(retryAfter.map(String.init) ?? "null")")
    }

    /// 410: of a list as its response, of a watch as an ERROR event.
    package static let expired = FakeFault("expired")

    package static func body(_ text: String, type: String = "text/html", code: Int = 200) -> FakeFault {
        FakeFault("body", "\"text\": \(quoted(text)), \"type\": \"\(type)\", \"code\": \(code)")
    }

    package static func redirect(_ location: String, code: Int = 302) -> FakeFault {
        FakeFault("redirect", "\"location\": \"\(location)\", \"code\": \(code)")
    }

    package static func headers(octets: Int) -> FakeFault { FakeFault("headers", "\"octets\": \(octets)") }

    package static func delay(seconds: Double) -> FakeFault { FakeFault("delay", "\"seconds\": \(seconds)") }

    /// Nothing more is written, but the connection stays; `after` counts whole objects or lines.
    package static func stall(_ place: Place = .object, after: Int = 0) -> FakeFault {
        broken("stall", place, after)
    }

    /// The connection ends with RST.
    package static func reset(_ place: Place = .object, after: Int = 0) -> FakeFault {
        broken("reset", place, after)
    }

    /// The connection ends with FIN.
    package static func end(_ place: Place = .object, after: Int = 0) -> FakeFault {
        broken("end", place, after)
    }

    package static func drip(octetsPerSecond: Int) -> FakeFault {
        FakeFault("drip", "\"rate\": \(octetsPerSecond)")
    }

    package static let unchunked = FakeFault("unchunked")

    package static func chunks(sizes: [Int]) -> FakeFault { FakeFault("chunks", "\"sizes\": \(sizes)") }

    /// Lines as they are into a watch, JSON or not.
    package static func lines(_ lines: String...) -> FakeFault {
        FakeFault("lines", "\"lines\": [\(lines.map(quoted).joined(separator: ", "))]")
    }

    /// One line into a watch, given as in a JSON string, where `\udcXX` is the octet XX.
    package static func line(escaped: String) -> FakeFault {
        FakeFault("lines", "\"lines\": [\"\(escaped)\"]")
    }

    /// One line of that length into a watch.
    package static func long(octets: Int) -> FakeFault { FakeFault("long", "\"octets\": \(octets)") }

    /// A watch ends as if its time were over.
    package static let close = FakeFault("close")

    private static func broken(_ kind: String, _ place: Place, _ after: Int) -> FakeFault {
        FakeFault(kind, "\"at\": \"\(place.rawValue)\", \"after\": \(after)")
    }

    /// A JSON string.
    private static func quoted(_ text: String) -> String {
        let escaped = text.unicodeScalars.map { scalar in
            switch scalar {
            case "\"", "\\": "\\\(scalar)"
            case "\0"..<" ": "\\u00" + (scalar.value < 16 ? "0" : "") + String(scalar.value, radix: 16)
            default: "\(scalar)"
            }
        }
        return "\"\(escaped.joined())\""
    }
}

extension FakeAPIServer {
    /// What a request wants.
    package enum Verb: String {
        case list, watch, get
        case any = "*"
    }

    /// Lets `fault` hit the requests that match, `times` of them, or until `clearFaults`; the first one that
    /// matches hits. `page` is of a list, from 1; `skip` requests that match go well before.
    package func inject(
        _ fault: FakeFault, _ resource: Resource = .any, _ verb: Verb = .any, page: Int? = nil, skip: Int = 0,
        times: Int? = nil
    ) throws {
        var fields = [
            fault.fields, "\"resource\": \"\(resource.rawValue)\"", "\"verb\": \"\(verb.rawValue)\"",
            "\"skip\": \(skip)",
        ]
        if let page { fields.append("\"page\": \(page)") }
        if let times { fields.append("\"times\": \(times)") }
        try ask("POST", "faults", "{\(fields.joined(separator: ", "))}")
    }

    package func clearFaults() throws { try ask("DELETE", "faults") }

    /// Lets `fault` hit the watches that are open now, and says how many there were.
    @discardableResult
    package func hitWatches(_ fault: FakeFault, of resource: Resource = .any) throws -> Int {
        try ask("POST", "watches", "{\(fault.fields), \"resource\": \"\(resource.rawValue)\"}").number("hit")
            ?? 0
    }

    /// Refuses connections, and cuts those there are, until `up` or for some seconds.
    package func down(seconds: Double? = nil, keepsConnections: Bool = false) throws {
        let time = seconds.map { ", \"seconds\": \($0)" } ?? ""
        try ask("POST", "down", "{\"keepsConnections\": \(keepsConnections)\(time)}")
    }

    package func up() throws { try ask("POST", "up") }
}
