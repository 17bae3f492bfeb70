import DNSWire

/// One question, and what came of it.
struct Asked {
    let type: RRType
    /// Nil when there was none.
    let response: Message?

    /// In one line: the result, the data of its answer, and why there is none.
    var line: String {
        guard let response else { return "no response" }
        let data = response.answer.map { $0.rdata.description }
        let result =
            data.isEmpty ? Self.result(of: response) : "\(Self.result(of: response))  \(Self.list(data))"
        let isElsewhere = response.rcode == .refused
        return result + (reason.map { ": \($0)" } ?? "")
            + (isElsewhere ? " (in a pod, the cluster's own DNS server answers it)" : "")
    }

    /// What the extended error of the response says.
    var reason: String? {
        for case .extendedError(let error) in response?.edns?.options ?? [] {
            return error.text.isEmpty ? error.code.description : error.text
        }
        return nil
    }

    /// Whether the response has records.
    var hasAnswer: Bool { response?.answer.isEmpty == false }

    private static func result(of response: Message) -> String {
        let isNoData = response.rcode == .noerror && response.answer.isEmpty
        let cut = response.flags.contains(.tc) ? " (cut)" : ""
        return (isNoData ? "NODATA" : response.rcode.description) + cut
    }

    /// The first of `data`, which may be hundreds.
    private static func list(_ data: [String]) -> String {
        let most = 4
        let rest = data.count - most
        return data.prefix(most).joined(separator: ", ") + (rest > 0 ? ", and \(rest) more" : "")
    }
}
