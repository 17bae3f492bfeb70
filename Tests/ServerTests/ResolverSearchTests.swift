import DNSWire
import Testing

@testable import ClusterSetDNS

struct ResolverSearchTests {
    private func names(_ text: String, _ search: [String], ndots: Int = 5) throws -> [String] {
        try ResolverSearch(text, search: search, ndots: ndots).names.map(\.description)
    }

    @Test("A name with fewer dots than ndots is looked for in every domain first, then as it is")
    func few() throws {
        #expect(
            try names("service1.provider-ns", ["svc.clusterset.local", "cluster.local."]) == [
                "service1.provider-ns.svc.clusterset.local.", "service1.provider-ns.cluster.local.",
                "service1.provider-ns.",
            ])
    }

    @Test("A name with as many dots as ndots is looked for as it is first")
    func many() throws {
        #expect(try names("a.b", ["x"], ndots: 1) == ["a.b.", "a.b.x."])
        #expect(try names("a", ["x"], ndots: 0) == ["a.", "a.x."])
    }

    @Test("A name with a final dot is looked for as it is, and so is one without domains to search")
    func absolute() throws {
        #expect(try names("a.b.", ["x"]) == ["a.b."])
        #expect(try names("a.b", []) == ["a.b."])
    }

    @Test("A name that a domain makes too long is left out")
    func long() throws {
        let label = String(repeating: "a", count: 63)
        let domain = [label, label, label].joined(separator: ".")
        #expect(try names(label, [domain, "b"]) == ["\(label).b.", "\(label)."])
    }

    @Test("What is no name is an error", arguments: ["a..b", ".a", ""])
    func invalid(text: String) {
        #expect(throws: (any Error).self) { try ResolverSearch(text, search: [], ndots: 5) }
        #expect(throws: (any Error).self) { try ResolverSearch("a", search: [text], ndots: 5) }
    }

    @Test(
        "A search goes on after a name that does not exist, has no records, or is not answered here, until one has records"
    )
    func goesOn() {
        func message(_ rcode: RCode, answers: Bool = false) -> Message {
            var message = Message(id: 1, flags: [.qr], questions: [])
            message.rcode = rcode
            if answers { message.answer = [ResourceRecord(.root, ttl: TTL(rawValue: 5), .a(RData.A(0)))] }
            return message
        }
        for rcode in [RCode.noerror, .nxdomain, .refused, .servfail] {
            #expect(ResolverSearch.goesOn(after: [message(rcode), message(rcode)]))
        }
        #expect(!ResolverSearch.goesOn(after: [message(.noerror), message(.noerror, answers: true)]))
        #expect(!ResolverSearch.goesOn(after: [nil]))
        #expect(!ResolverSearch.goesOn(after: [message(.formerr)]))
    }
}
