import DNSWire
import TestSupport
import Testing

struct HeaderTests {
    private func flags(
        _ directives: String, _ name: String = "web.shop.svc.clusterset.local"
    ) throws -> Message {
        let server = try RunningServer(clusterset(directives), manifests: ["web.yaml": web("192.0.2.80")])
        return try #require(try server.ask(name))
    }

    @Test("header sets and clears flags of positive and negative answers")
    func responses() throws {
        for name in ["web.shop.svc.clusterset.local", "none.shop.svc.clusterset.local"] {
            let plain = try flags("", name)
            #expect(plain.flags.contains(.aa) && plain.flags.contains(.rd) && !plain.flags.contains(.ra))
            let edited = try flags("header {\nresponse set ra\nresponse clear aa RD\n}", name)
            #expect(!edited.flags.contains(.aa) && !edited.flags.contains(.rd) && edited.flags.contains(.ra))
            #expect(edited.rcode == plain.rcode)
        }
    }

    @Test("The last line of header about a flag counts, whichever stanza has it")
    func order() throws {
        let edited = try flags("header {\nresponse set ra\nresponse clear ra\n}")
        #expect(!edited.flags.contains(.ra))
        let twice = try flags("header {\nresponse clear ra aa\n}\nheader {\nresponse set ra\n}")
        #expect(twice.flags.contains(.ra) && !twice.flags.contains(.aa))
    }

    @Test("A query whose RD header clears is answered without RD, unless its response is to have it")
    func queries() throws {
        #expect(try !flags("header {\nquery clear rd\n}").flags.contains(.rd))
        #expect(try flags("header {\nresponse set rd\nquery clear rd\n}").flags.contains(.rd))
    }

    @Test("What acl refuses before header stays as it is")
    func before() throws {
        let refused = try flags("acl {\nblock\n}\nheader {\nresponse set ra\n}")
        #expect(!refused.flags.contains(.ra) && refused.rcode == .refused)
    }
}
