import Answering
import DNSWire
import RecordStore
import Testing

/// EDNS(0) as RFC 6891 has it: what comes in, and what goes back.
@Suite struct EDNSTests {
    private let server = Exchange(zone: "clusterset.local.", [FixedResponder(addresses: 1)])
    private let plain = Exchange.query("a.clusterset.local.")

    /// The octets of an OPT record.
    private func opt(
        owner: [UInt8] = [0], size: UInt16 = 1232, version: UInt8 = 0, rdlength: Int? = nil,
        _ rdata: [UInt8] = []
    ) -> [UInt8] {
        let length = rdlength ?? rdata.count
        return owner + [0, 41, UInt8(size >> 8), UInt8(size & 0xFF), 0, version, 0, 0]
            + [UInt8(length >> 8), UInt8(length & 0xFF)] + rdata
    }

    /// A query with `records` in its additional section.
    private func query(_ records: [UInt8]...) -> [UInt8] {
        var query = plain + records.flatMap { $0 }
        query[11] = UInt8(records.count)
        return query
    }

    @Test("A query without OPT gets a response without OPT")
    func none() {
        #expect(server.ask(plain)?.edns == nil)
        #expect(server.ask("elsewhere.", .a)?.edns == nil)
    }

    @Test(
        "A query with OPT gets an OPT: version 0, size 1232, only DO copied, whatever the RCODE",
        arguments: ["a.clusterset.local.", "elsewhere."], [false, true])
    func answered(name: String, dnssecOK: Bool) throws {
        var edns = EDNS(udpPayloadSize: 4096, dnssecOK: dnssecOK)
        edns.flags |= 0x7FFF
        var response = try #require(server.ask(name, edns: edns)?.edns)
        // What is refused says why besides.
        #expect(response.options.count == (name == "elsewhere." ? 1 : 0))
        response.options = []
        #expect(response == EDNS(udpPayloadSize: 1232, dnssecOK: dnssecOK))
    }

    @Test("A version other than 0 gets BADVERS and no data", arguments: [1, 2, 255] as [UInt8])
    func version(version: UInt8) throws {
        // Options that run past the OPT record are those of an unknown version: nobody reads them.
        let response = try #require(server.ask(query(opt(version: version, [0, 3, 0, 9]))))
        #expect(response.rcode == .badvers)
        #expect(response.edns?.version == 0)
        #expect(response.questions.count == 1)
        #expect(response.answer.isEmpty)
    }

    @Test("Options are never echoed, however many there are")
    func options() throws {
        let cookie: [UInt8] = [0, 10, 0, 8, 1, 2, 3, 4, 5, 6, 7, 8]
        let subnet: [UInt8] = [0, 8, 0, 4, 0, 1, 0, 0]
        let keepalive: [UInt8] = [0, 11, 0, 0]
        let padding: [UInt8] = [0, 12, 0, 3, 0, 0, 0]
        let unknown = (0..<300).flatMap { _ in [0xFE, 0x01, 0, 1, 0xAA] as [UInt8] }
        let response = try #require(server.ask(query(opt(cookie + subnet + keepalive + padding + unknown))))
        #expect(response.rcode == .noerror)
        #expect(response.edns?.options == [])
    }

    @Test("NSID is told only to who asks, once, and only where the block tells")
    func nsid() throws {
        let telling = Exchange(zone: "clusterset.local.", [FixedResponder(addresses: 1)]) {
            $0.nsid = Array("me".utf8)
        }
        let asking = query(opt((0..<200).flatMap { _ in [0, 3, 0, 0] as [UInt8] }))
        #expect(telling.ask(asking)?.edns?.options == [.nsid(Array("me".utf8))])
        #expect(telling.ask(query(opt()))?.edns?.options == [])
        #expect(server.ask(asking)?.edns?.options == [])
    }

    @Test(
        "A response is padded to 468 octets over TLS, where the query is, whatever its RCODE",
        arguments: [1, 30, 200])
    func padding(addresses: Int) throws {
        let telling = Exchange(zone: "clusterset.local.", [FixedResponder(addresses: addresses)]) {
            $0.nsid = Array("me".utf8)
        }
        let padded = opt([0, 12, 0, 2, 0, 0] as [UInt8] + [0, 3, 0, 0])
        let response = try #require(telling.respond(to: query(padded), over: .tls))
        #expect(response.count.isMultiple(of: 468))
        let options = try #require(try Message(reading: response).edns?.options)
        #expect(options.map(\.code) == [.nsid, .padding])
        for transport in [Client.Transport.udp, .tcp] {
            let others = telling.ask(query(padded), over: transport)?.edns?.options
            #expect(others == [.nsid(Array("me".utf8))])
        }
        #expect(telling.ask(query(opt()), over: .tls)?.edns?.options == [])
        let foreign = Exchange(zone: "example.", []).respond(to: query(padded), over: .tls)
        #expect(foreign?.count == 468)
    }

    @Test("A malformed OPT gets FORMERR")
    func malformed() {
        let owner: [UInt8] = [1, 0x61, 0]
        #expect(server.ask(query(opt(), opt()))?.rcode == .formerr)
        #expect(server.ask(query(opt(owner: owner)))?.rcode == .formerr)
        #expect(server.ask(query(opt(rdlength: 4)))?.rcode == .formerr)
        #expect(server.ask(query(opt([0, 3, 0, 1])))?.rcode == .formerr)
        #expect(server.ask(query(opt([0, 3, 0])))?.rcode == .formerr)
        var inAnswer = query(opt())
        (inAnswer[7], inAnswer[11]) = (1, 0)
        #expect(server.ask(inAnswer)?.rcode == .formerr)
    }

    @Test("A TSIG record is passed over at the end, and nowhere else")
    func tsig() {
        let tsig: [UInt8] = [1, 0x6B, 0, 0, 250, 0, 255, 0, 0, 0, 0, 0, 0]
        var wrongClass = tsig
        wrongClass[6] = 1
        #expect(server.ask(query(opt(), tsig))?.rcode == .noerror)
        #expect(server.ask(query(tsig, opt()))?.rcode == .formerr)
        #expect(server.ask(query(wrongClass))?.rcode == .formerr)
    }

    @Test("More records than a query can need get FORMERR, with OPT if there is one")
    func tooMany() throws {
        let record: [UInt8] = [0, 0, 1, 0, 1, 0, 0, 0, 0, 0, 4, 10, 0, 0, 1]
        let response = try #require(server.ask(query(record, record, opt())))
        #expect(response.rcode == .formerr)
        #expect(response.edns != nil)
    }

    @Test("Extra records never influence the answer")
    func extra() {
        let record: [UInt8] = [0xC0, 0x0C, 0, 1, 0, 1, 0, 0, 0, 0, 0, 4, 6, 6, 6, 6]
        #expect(server.ask(query(record, opt()))?.answer == server.ask(plain)?.answer)
    }

    @Test(
        "A compression pointer that does not point backwards gets FORMERR",
        arguments: [[0xC0, 0x24], [0xC0, 0x30], [0xC0, 0x04], [0xFF, 0xFF], [0xC0]] as [[UInt8]])
    func pointers(owner: [UInt8]) {
        #expect(server.ask(query(owner + [0, 1, 0, 1, 0, 0, 0, 0, 0, 0]))?.rcode == .formerr)
    }
}
