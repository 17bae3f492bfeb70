import DNSWire

extension Loop {
    /// Names as the control plane handles them; queries never make one.
    static let names = [
        Loop("name.parse") {
            let texts = serviceNames(count: 1_000)
            return { rounds in
                var sum = 0
                for round in rounds { sum &+= Name(texts[round % texts.count])?.wire.count ?? 0 }
                return sum
            }
        },
        Loop("name.print") {
            let names = serviceNames(count: 1_000).compactMap { Name($0) }
            return { rounds in
                var sum = 0
                for round in rounds { sum &+= names[round % names.count].description.utf8.count }
                return sum
            }
        },
        Loop("name.compare") {
            let names = serviceNames(count: 1_000).compactMap { Name($0) }
            let shouted = serviceNames(count: 1_000).compactMap { Name($0.uppercased()) }
            return { rounds in
                var sum = 0
                for round in rounds {
                    sum &+= names[round % names.count] == shouted[round % shouted.count] ? 1 : 0
                }
                return sum
            }
        },
    ]
}
