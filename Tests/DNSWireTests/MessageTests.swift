import DNSWire
import Testing

@Suite struct MessageTests {
    @Test("The RCODE has twelve bits with EDNS and four without")
    func rcode() throws {
        var message = Message(id: 1)
        message.rcode = .badvers
        #expect(message.rcode == .noerror)
        message.edns = EDNS()
        message.rcode = .badcookie
        #expect(message.rcode == .badcookie)
        #expect(message.header.rcode.rawValue == 7)
        #expect(message.edns?.upperRCode == 1)
        #expect(try Message(reading: message.encoded()).rcode == .badcookie)
        message.edns = nil
        #expect(message.additional.isEmpty)
    }

    @Test("Without room the OPT record stays, and TC says that answers are missing")
    func truncation() throws {
        let owner = try Name(presentation: "svc.clusterset.local")
        var message = Message(id: 1, flags: [.qr], questions: [Question(owner, .a)])
        message.edns = EDNS(options: [.nsid([1, 2, 3])])
        message.answer = (0..<100).map { ResourceRecord(owner, ttl: 5, .a(.init($0))) }
        let octets = message.encoded(limit: 512)
        let read = try Message(reading: octets)
        #expect(read.flags.contains(.tc))
        #expect(read.edns == message.edns)
        #expect(read.answer == Array(message.answer.prefix(read.answer.count)))
        #expect(octets.count + 16 > 512)
    }

    @Test("Additional records are left out without TC")
    func additional() throws {
        var message = Message(id: 1, flags: [.qr])
        message.additional = (0..<100).map { ResourceRecord(.root, ttl: 5, .a(.init($0))) }
        let read = try Message(reading: message.encoded(limit: 100))
        #expect(!read.flags.contains(.tc))
        #expect(read.additional.count == 5)
    }

    @Test("A message is printed as dig does")
    func description() throws {
        let owner = try Name(presentation: "Svc.clusterset.local")
        var message = Message(id: 7, flags: [.qr, .aa, .rd], questions: [Question(owner, .a)])
        message.answer = [ResourceRecord(owner, ttl: 5, RData(.v4(0x0A00_0001)))]
        message.edns = EDNS(
            dnssecOK: true,
            options: [
                .nsid([0x6E, 0x73]), .extendedError(ExtendedError(.notReady, text: "wait\n")),
                .tcpKeepalive(timeout: 105), .padding(length: 8),
            ])
        #expect(
            message.description == """
                ;; ->>HEADER<<- opcode: QUERY, status: NOERROR, id: 7
                ;; flags: qr aa rd; QUERY: 1, ANSWER: 1, AUTHORITY: 0, ADDITIONAL: 1

                ;; OPT PSEUDOSECTION:
                ; EDNS: version: 0, flags: do; udp: 1232
                ; NSID: 6E73
                ; EDE: 14 (Not Ready) "wait\\010"
                ; TCP-KEEPALIVE: 10.5 s
                ; PADDING: 8 octets

                ;; QUESTION SECTION:
                ;Svc.clusterset.local. IN A

                ;; ANSWER SECTION:
                Svc.clusterset.local. 5 IN A 10.0.0.1
                """)
    }

    @Test("A cookie has eight octets of the client's and none or 8 to 32 of the server's")
    func cookies() {
        let client = [UInt8](repeating: 1, count: 8)
        for count in 0...40 {
            let server = [UInt8](repeating: 2, count: count)
            #expect(
                (Cookie(client: client, server: server) != nil) == (count == 0 || (8...32).contains(count)))
        }
        #expect(Cookie(client: client + client) == nil)
    }
}
