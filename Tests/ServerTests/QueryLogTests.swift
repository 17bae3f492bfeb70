import Answering
import Corefile
import DNSWire
import RecordStore
import Synchronization
import Testing

@testable import ClusterSetDNS

@Suite("A line of the query log")
struct QueryLogTests {
    @Test(
        "has what its placeholders stand for",
        arguments: [
            (
                "{common}",
                #"192.0.2.1:59393 - 4660 "A IN web.shop.test. udp 42 false 1232" NOERROR qr,aa,rd 60 0.000116352s"#
            ),
            (
                "{combined}",
                #"192.0.2.1:59393 - 4660 "A IN web.shop.test. udp 42 false 1232" NOERROR qr,aa,rd 60 0.000116352s "0""#
            ),
            ("{type} {class} {name} {proto}", "A IN web.shop.test. udp"),
            ("{remote} {port} {local}", "192.0.2.1 59393 [2001:db8::53]"),
            ("{size} {rsize} {duration} {rcode}", "42 60 0.000116352s NOERROR"),
            ("{>id} {>opcode} {>do} {>bufsize} {>rflags}", "4660 0 false 1232 qr,aa,rd"),
            ("{/forward/upstream}", "-"),
            ("a {nothing} {>nothing} {} } { {type}", "a {nothing} {>nothing} {} } { A"),
            ("{{type}}", "{A}"),
            ("at {0} o'clock", "at {0} o'clock"),
        ])
    func placeholders(format: String, expected: String) throws {
        let lines = try logged("log . \"\(format.replacing("\"", with: "\\\""))\"")
        #expect(lines == ["[INFO] " + expected])
    }

    @Test("is in CoreDNS's common form when nothing is said", arguments: ["log", "log .", "log shop.test"])
    func common(directive: String) throws {
        #expect(try logged(directive) == logged("log . {common}"))
    }

    @Test("says of a stream that it takes 65,535 octets")
    func stream() throws {
        #expect(try logged("log . \"{proto} {>bufsize}\"", over: .tcp) == ["[INFO] tcp 65535"])
    }

    @Test("says of a client without EDNS that it takes 512 octets, and of one with DO that it asks for it")
    func edns() throws {
        let format = "log . \"{>do} {>bufsize}\""
        #expect(try logged(format, edns: nil) == ["[INFO] false 512"])
        #expect(try logged(format, edns: EDNS(udpPayloadSize: 4096, dnssecOK: true)) == ["[INFO] true 4096"])
        #expect(try logged(format, edns: EDNS(udpPayloadSize: 100)) == ["[INFO] false 512"])
    }

    @Test(
        "is written for the classes that are asked for",
        arguments: [
            ("", [.success, .denial, .noData, .failure]),
            ("class all", [.success, .denial, .noData, .failure]),
            ("class success", [.success]),
            ("class denial", [.denial, .noData]),
            ("class error", [.failure]),
            ("class denial error", [.denial, .noData, .failure]),
            ("class denial\nclass error", [.denial, .noData, .failure]),
            ("class error all", [.success, .denial, .noData, .failure]),
        ] as [(String, [Reply])])
    func classes(property: String, expected: [Reply]) throws {
        let written = try Reply.allCases.filter { reply in
            try !logged("log {\n\(property)\n}", reply: reply).isEmpty
        }
        #expect(written == expected)
    }

    @Test(
        "is written for the names that are asked for",
        arguments: [
            ("shop.test", true), ("SHOP.test.", true), ("web.shop.test", true), ("b.web.shop.test", false),
            ("op.test", false), ("other.test", false), ("other.test shop.test", true),
        ])
    func names(scopes: String, isWritten: Bool) throws {
        #expect(try logged("log \(scopes) {common}").isEmpty != isWritten)
    }

    @Test("is written once: by the first rule whose names hold the QNAME")
    func firstRule() throws {
        let rules = "log web.shop.test \"first {type}\"\nlog . \"second {type}\""
        #expect(try logged(rules) == ["[INFO] first A"])
        #expect(try logged("log web.shop.test {\nclass error\n}\nlog . \"second {type}\"") == [])
        #expect(try logged("log b.test \"first {type}\"\nlog . \"second {type}\"") == ["[INFO] second A"])
    }

    @Test("is an object with a field for each part of CoreDNS's form, where JSON is asked for")
    func json() throws {
        let fields =
            #""client":"192.0.2.1","port":59393,"id":4660,"type":"A","class":"IN","name":"web.shop.test.","#
            + #""proto":"udp","size":42,"do":false,"bufsize":1232,"rcode":"NOERROR","flags":"qr,aa,rd","#
            + #""rsize":60,"duration":0.000116352"#
        #expect(try object(of: "log") == fields)
        #expect(try object(of: "log . {common}") == fields)
        #expect(try object(of: "log . {combined}") == fields + #","opcode":0"#)
    }

    @Test("has a format of its own as the message of an object, where JSON is asked for")
    func jsonMessage() throws {
        #expect(
            try object(of: #"log . "\"{type}\" {name}\ {local}""#)
                == #""message":"\"A\" web.shop.test.\\ [2001:db8::53]""#)
    }

    @Test("is one line, and in JSON one string, whatever octets the QNAME has")
    func hostileName() throws {
        let name = try Name(wire: [6, 0x22, 0x5C, 0x0A, 0x00, 0x7F, 0xFF, 4] + "test".utf8 + [0])
        let written = #"\"\\\010\000\127\255.test."#
        #expect(try logged("log . {name}", name: name) == ["[INFO] " + written])
        let escaped = written.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
        #expect(try object(of: "log", name: name).contains("\"name\":\"\(escaped)\","))
        #expect(try object(of: "log . {name}", name: name) == "\"message\":\"\(escaped)\"")
    }

    /// What the object of a query says besides what all of them say.
    private func object(of directive: String, name: Name? = Name("WEB.shop.test")) throws -> String {
        let lines = try logged(directive, name: name, in: .json)
        try #require(lines.count == 1)
        let head =
            #/\{"time":"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z","level":"info","component":"plugin\/log",(.*)\}/#
        return String(try #require(lines[0].wholeMatch(of: head)).output.1)
    }

    /// What a server answers.
    enum Reply: CaseIterable {
        case success, denial, noData, failure

        var message: Message {
            var message = Message(
                id: 0x1234, flags: [.qr, .aa, .rd], questions: [Question(QueryLogTests.name, .a)])
            switch self {
            case .success:
                message.answer = [ResourceRecord("web.shop.test. 5 IN A 192.0.2.80")].compactMap { $0 }
            case .denial, .noData:
                message.rcode = self == .denial ? .nxdomain : .noerror
                message.authority = [ResourceRecord("shop.test. 5 IN SOA a. b. 1 2 3 4 5")].compactMap { $0 }
            case .failure: message.rcode = .servfail
            }
            return message
        }
    }

    private static let name = Name("web.shop.test") ?? .root

    /// The lines that the rules of `directives` make of one query, asked in another case, and its response.
    private func logged(
        _ directives: String, reply: Reply = .success, over transport: Client.Transport = .udp,
        edns: EDNS? = EDNS(), name: Name? = Name("WEB.shop.test"), in form: LogForm = .text
    ) throws -> [String] {
        let lines = Mutex<[String]>([])
        let queue = LineQueue(capacity: 1 << 16, form: form) { octets in
            let text = String(octets)
            lines.withLock { $0 += text.split(separator: "\n").map(String.init) }
        }
        let (plan, errors) = plan(". {\n\(directives)\n}")
        try #require(errors.map(\.description) == [])
        let log = QueryLog(rules: try #require(plan.blocks.first).logRules, output: queue)

        var query = Message(
            id: 0x1234, flags: [.rd], questions: [Question(name ?? .root, .a)])
        query.edns = edns
        let octets = query.encoded()
        let listener = Listener(zones: [(origin: .root, block: ServerBlock(ServerBlock.Chain()))])
        let engine = Engine(hash: OwnerHash(seed: 1), seed: 1, tally: Tally())
        let client = Client(
            address: 0xFFFF_C000_0201, port: 59393, localAddress: 0x2001_0DB8 << 96 | 0x53, localPort: 53,
            transport: transport)
        let outline = engine.read(octets.span, isCut: false, for: listener)
        log.observe(
            Query(octets.span, outline: outline, client: client),
            response: reply.message.encoded().span, seconds: 0.000_116_352_4)
        queue.flush()
        return lines.withLock { $0 }
    }
}
