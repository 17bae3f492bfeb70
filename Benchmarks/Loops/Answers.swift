import Answering
import DNSWire

extension Loop {
    /// Queries on their way to a response, of a server with 1,000 services. A round is one query.
    static let answers = [
        Loop("query.read") {
            let server = SampleServer(services: 1_000)
            let list = queries { query($0.name, .a) }
            return { server.read(list, $0) }
        },
        answer("answer.udp.a") { query($0.name, .a) },
        answer("answer.udp.metered", isMetered: true) { query($0.name, .a) },
        answer("answer.udp.edns") { query($0.name, .a, edns: EDNS()) },
        answer("answer.udp.srv") { query("_http._tcp." + $0.name, .srv) },
        answer("answer.udp.nodata") { query($0.name, .aaaa) },
        answer("answer.udp.nxdomain") { query("no-" + $0.name, .a) },
        answer("answer.udp.nodata.edns") { query($0.name, .aaaa, edns: EDNS()) },
        answer("answer.udp.nxdomain.edns") { query("no-" + $0.name, .a, edns: EDNS()) },
        answer("answer.udp.mix") { service in
            switch service.index % 20 {
            case 0..<10: query(service.name, .a)
            case 10..<14: query(service.name, .aaaa)
            case 14: query("_http._tcp." + service.name, .srv)
            default: query("no-" + service.name, .a)
            }
        },
        answer("answer.tcp.a", over: .tcp) { query($0.name, .a) },
    ]

    /// A loop that answers the query that `query` makes for each service.
    private static func answer(
        _ name: String, over transport: Client.Transport = .udp, isMetered: Bool = false,
        _ query: @escaping @Sendable (SampleService) -> [UInt8]
    ) -> Loop {
        Loop(name) {
            let server = SampleServer(services: 1_000, isMetered: isMetered)
            let list = queries(query)
            return { server.answer(list, over: transport, $0) }
        }
    }

    private static func queries(_ query: (SampleService) -> [UInt8]) -> OctetLists {
        OctetLists((0..<1_000).shuffled().map { query(SampleService(index: $0)) })
    }

    private static func query(_ name: String, _ type: RRType, edns: EDNS? = nil) -> [UInt8] {
        var message = Message(id: 0x1234, flags: [.rd], questions: [Question(Name(name) ?? .root, type)])
        message.edns = edns
        return message.encoded()
    }
}
