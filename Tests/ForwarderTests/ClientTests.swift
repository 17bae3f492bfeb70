import DNSWire
import Posix
import TestSupport
import Testing

@Suite("A stub resolver or a forwarder that asks the server itself", .timeLimit(.minutes(10)))
struct ClientTests {
    private let server: RunningServer

    init() throws {
        server = try RunningServer(
            "clusterset.local {\n bind HOST\n multicluster {\n  manifests MANIFESTS\n }\n}\n",
            manifests: ForwardedServer.manifests)
    }

    private func ask(_ query: Message, over kind: Socket.Kind = .datagram) throws -> Message {
        var client = try TestClient(kind, to: server.address)
        let response = client.ask(query)
        return try #require(response)
    }

    @Test(
        "gets AA, its RD and CD and the case of its letters back, and with EDNS an OPT that has its DO and no option",
        arguments: ClientQuery.all + ClientQuery.malformedCookies, [Socket.Kind.datagram, .stream])
    func queries(query: ClientQuery, kind: Socket.Kind) throws {
        let name = "SeRvIcE1.PROVIDER-ns.sVc.ClUsTeRsEt.LoCaL"
        let response = try ask(query.message(name), over: kind)
        #expect(response.rcode == .noerror)
        #expect(response.answer.map(\.description) == ["\(name). 5 IN A 172.21.5.10"])
        #expect(response.questions.first?.qname.description == "\(name).")
        #expect(response.flags == query.flags.subtracting(.ad).union([.qr, .aa]))
        #expect(response.edns == query.edns.map { EDNS(udpPayloadSize: 1232, dnssecOK: $0.dnssecOK) })
    }

    @Test(
        "finds no reason to ask in an older way: whichever it is, the response is the same",
        arguments: [
            ("service1.provider-ns", .a), ("service1.provider-ns", .aaaa), ("missing.shop", .a), ("shop", .a),
        ] as [(String, RRType)])
    func levels(name: String, type: RRType) throws {
        let name = "\(name).svc.clusterset.local"
        let plain = try ask(ClientQuery("").message(name, type), over: .stream)
        for query in ClientQuery.levels + ClientQuery.flagged {
            let response = try ask(query.message(name, type))
            #expect(response.rcode == plain.rcode, "\(query.testDescription)")
            #expect(response.answer == plain.answer, "\(query.testDescription)")
            #expect(response.authority == plain.authority, "\(query.testDescription)")
            #expect((response.edns == nil) == (query.edns == nil), "\(query.testDescription)")
        }
    }

    @Test("gets no datagram of more than 1,232 octets, or than it takes, and the whole over TCP")
    func sizes() throws {
        let name = "big.shop.svc.clusterset.local"
        for query in ClientQuery.levels + ClientQuery.sized {
            let response = try ask(query.message(name))
            let limit = min(1232, max(512, Int(query.edns?.udpPayloadSize ?? 512)))
            #expect(response.flags.contains(.tc), "\(query.testDescription)")
            #expect(response.encoded().count <= limit, "\(query.testDescription)")
            #expect(
                try ask(query.message(name), over: .stream).answer.count == 200, "\(query.testDescription)")
        }
    }

    @Test("asks for A and AAAA from one socket, and gets both", arguments: [Socket.Kind.datagram, .stream])
    func both(kind: Socket.Kind) throws {
        var client = try TestClient(kind, to: server.address)
        for query in ClientQuery.levels {
            for type in [RRType.a, .aaaa] {
                client.send(query.message("service1.provider-ns.svc.clusterset.local", type))
            }
            var answers: [RRType: Int] = [:]
            for _ in 0..<2 {
                let response = client.response()
                let type = try #require(response?.questions.first?.qtype)
                answers[type] = response?.answer.count
            }
            #expect(answers == [.a: 1, .aaaa: 0], "\(query.testDescription)")
        }
    }

    @Test("learns of each name of a search path that it is not there, and goes on to the next")
    func searchPath() throws {
        for query in ClientQuery.levels {
            let found = try [
                "", ".svc.clusterset.local", ".clusterset.local", ".provider-ns.svc.clusterset.local",
            ]
            .map { try ask(query.message("service1\($0)")).rcode }
            #expect(found == [.refused, .nxdomain, .nxdomain, .noerror], "\(query.testDescription)")
        }
    }

    @Test(
        "is told BADVERS for a version other than 0, and which one there is", arguments: ClientQuery.versions)
    func version(query: ClientQuery) throws {
        let response = try ask(query.message("service1.provider-ns.svc.clusterset.local"))
        #expect(response.rcode == .badvers)
        #expect(response.edns?.version == 0)
        #expect(response.answer.isEmpty)
    }

    @Test("is told FORMERR for two OPT records")
    func twoOPT() throws {
        let response = try ask(ClientQuery.twoOPT.message("service1.provider-ns.svc.clusterset.local"))
        #expect(response.rcode == .formerr)
        #expect(response.answer.isEmpty)
    }
}
