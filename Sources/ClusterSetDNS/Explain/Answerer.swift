import DNSWire

/// Whoever is asked: zones in this process, or a server.
protocol Answerer {
    /// The response to a question; nil when there is none.
    func answer(_ query: Message) -> Message?
}

extension Answerer {
    /// Asks for each of `types` at `name`, with EDNS, so that the response says why it is as it is.
    func ask(_ name: Name, _ types: [RRType]) -> [Asked] {
        types.map { type in
            var query = Message(
                id: .random(in: 0...UInt16.max), flags: [.rd], questions: [Question(name, type)])
            query.edns = EDNS()
            return Asked(type: type, response: answer(query))
        }
    }
}

extension LoadedZones: Answerer {}
