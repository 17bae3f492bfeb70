extension Message: CustomStringConvertible {
    /// The message in the form that dig prints: header, EDNS, and the sections that hold something.
    public var description: String {
        var blocks = [
            """
            ;; ->>HEADER<<- opcode: \(opcode), status: \(rcode), id: \(id)
            ;; flags: \(flags); QUERY: \(questions.count), ANSWER: \(answer.count), \
            AUTHORITY: \(authority.count), ADDITIONAL: \(additional.count)
            """
        ]
        if let edns {
            let lines = edns.description.split(separator: "\n").map { "; \($0)" }
            blocks.append((";; OPT PSEUDOSECTION:" + lines.map { "\n\($0)" }.joined()))
        }
        let sections: [(String, [String])] = [
            ("QUESTION", questions.map { ";\($0)" }),
            ("ANSWER", answer.map(\.description)),
            ("AUTHORITY", authority.map(\.description)),
            ("ADDITIONAL", additional.filter { $0.type != .opt }.map(\.description)),
        ]
        for (title, lines) in sections where !lines.isEmpty {
            blocks.append(([";; \(title) SECTION:"] + lines).joined(separator: "\n"))
        }
        return blocks.joined(separator: "\n\n")
    }
}
