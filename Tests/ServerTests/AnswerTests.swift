import DNSWire
import Posix
import TestSupport
import Testing

@Suite("The running server answers")
struct AnswerTests {
    @Test("the names of its examples, over UDP and over TCP", arguments: [Socket.Kind.datagram, .stream])
    func examples(kind: Socket.Kind) throws {
        let server = try RunningServer(
            "clusterset.local {\nbind HOST\nmulticluster {\nmanifests Examples\nttl 7\n}\n}")
        let service1 = "service1.provider-ns.svc.clusterset.local"
        let db = "db.shop.svc.clusterset.local"
        let cases: [(String, RRType, [String])] = [
            (service1, .a, ["\(service1). 7 IN A 172.21.5.10"]),
            (service1, .srv, ["\(service1). 7 IN SRV 0 100 80 \(service1)."]),
            ("_http._tcp.\(service1)", .srv, ["_http._tcp.\(service1). 7 IN SRV 0 100 80 \(service1)."]),
            (
                "SYSLOG.logging.SVC.clusterset.local", .aaaa,
                ["SYSLOG.logging.SVC.clusterset.local. 7 IN AAAA fd00:21:5::20"]
            ),
            (db, .a, ["10.1.0.10", "10.1.0.11", "10.2.0.10"].map { "\(db). 7 IN A \($0)" }),
            ("db-0.backup.\(db)", .aaaa, ["db-0.backup.\(db). 7 IN AAAA fd00:2::10"]),
            ("clusterset.local", .ns, ["clusterset.local. 7 IN NS ns.dns.clusterset.local."]),
            (
                "ns.dns.clusterset.local", .a,
                ["ns.dns.clusterset.local. 7 IN A \(server.address.host)"]
            ),
            ("dns-version.clusterset.local", .txt, ["dns-version.clusterset.local. 28800 IN TXT \"1.0.0\""]),
            (service1, .any, ["\(service1). 7 IN HINFO \"RFC8482\" \"\""]),
        ]
        for (name, type, expected) in cases {
            let response = try #require(try server.ask(name, type, over: kind), "\(name) \(type)")
            #expect(response.answer.map(\.description).sorted() == expected.sorted())
            #expect(response.rcode == .noerror)
            #expect(response.flags == [.qr, .aa, .rd])
            #expect(response.questions == [Question(try #require(Name(name)), type)])
        }
    }

    @Test("with its SOA where there is nothing, and REFUSED outside of its zones")
    func negative() throws {
        let server = try RunningServer(clusterset(), manifests: ["web.yaml": web("192.0.2.80")])
        let cases: [(String, RRType, RCode)] = [
            ("web.shop.svc.clusterset.local", .aaaa, .noerror),
            ("shop.svc.clusterset.local", .a, .noerror),
            ("none.shop.svc.clusterset.local", .a, .nxdomain),
            ("none.clusterset.local", .any, .nxdomain),
        ]
        for (name, type, rcode) in cases {
            let response = try #require(try server.ask(name, type), "\(name) \(type)")
            #expect(response.rcode == rcode)
            #expect(response.answer.isEmpty)
            #expect(response.authority.map(\.type) == [.soa])
            #expect(response.authority.first?.owner == Name("clusterset.local"))
        }
        let soa = try server.answer("clusterset.local", .soa)
        #expect(soa.count == 1 && soa[0].hasPrefix("clusterset.local. 5 IN SOA ns.dns.clusterset.local. "))
        for name in ["local", "example.com", "xclusterset.local", "clusterset.local.evil", "."] {
            let response = try #require(try server.ask(name), "\(name)")
            #expect(response.rcode == .refused)
            #expect(response.flags == [.qr, .rd])
            #expect(response.answer.isEmpty && response.authority.isEmpty)
        }
        #expect(try server.ask("version.bind", .txt, class: .ch)?.rcode == .refused)
    }

    @Test("who it is, in class CH and by NSID")
    func identity() throws {
        let server = try RunningServer(
            """
            clusterset.local {
             bind HOST
             nsid rack 12
             multicluster {
              manifests MANIFESTS
             }
            }
            bind server {
             bind HOST
             chaos "1.0 on the third shelf" "Grace Hopper" "Ada Lovelace"
            }
            """)
        let version = try server.ask("version.bind", .txt, class: .ch)
        #expect(
            version?.answer.map(\.description) == ["version.bind. 0 CH TXT \"1.0 on the third shelf\""])
        let authors = try server.ask("authors.bind", .txt, class: .ch)
        #expect(
            authors?.answer.map(\.description) == [
                "authors.bind. 0 CH TXT \"Ada Lovelace\"", "authors.bind. 0 CH TXT \"Grace Hopper\"",
            ])
        #expect(try server.ask("id.server", .txt, class: .ch)?.answer.count == 1)
        // CH is of no block but the one with chaos, and chaos answers for nothing else.
        #expect(try server.ask("clusterset.local", .txt, class: .ch)?.rcode == .refused)
        #expect(try server.ask("other.bind", .txt, class: .ch)?.rcode == .servfail)
        #expect(try server.ask("version.bind", .txt)?.rcode == .servfail)

        let asking = EDNS(options: [.nsid([])])
        #expect(
            try server.ask("clusterset.local", .soa, edns: asking)?.edns?.options == [
                .nsid(Array("rack 12".utf8))
            ])
        #expect(try server.ask("clusterset.local", .soa, edns: EDNS())?.edns?.options == [])
        #expect(try server.ask("clusterset.local", .soa)?.edns == nil)
        #expect(try server.ask("version.bind", .txt, class: .ch, edns: asking)?.edns?.options == [])
    }

    @Test("with its own version and name where chaos says nothing")
    func defaultIdentity() throws {
        let server = try RunningServer(". {\nbind HOST\nchaos\n}")
        let version = try server.ask("version.server", .txt, class: .ch)
        #expect(version?.answer.map(\.description) == ["version.server. 0 CH TXT \"ClusterSetDNS-0.1.0\""])
        let host = try server.ask("hostname.bind", .txt, class: .ch)
        #expect(
            host?.answer.map(\.rdata) == [
                .txt(RData.TXT([CharacterString(clipping: CurrentProcess.hostName)]))
            ])
    }

    @Test("whoever asks with the own address and port", arguments: [Socket.Kind.datagram, .stream])
    func whoami(kind: Socket.Kind) throws {
        let server = try RunningServer("whoami.test {\nbind HOST\nwhoami\n}")
        let response = try #require(try server.ask("a.whoami.test", over: kind))
        #expect(response.rcode == .noerror)
        #expect(response.answer.isEmpty)
        // A client of a loopback address comes from that address or from 127.0.0.1, as the kernel has it.
        let records = response.additional.map(\.description)
        #expect(records.count == 2)
        #expect(records[0].hasPrefix("a.whoami.test. 0 IN A 127."))
        let proto = kind == .datagram ? "_udp" : "_tcp"
        #expect(records[1].hasPrefix("\(proto).a.whoami.test. 0 IN SRV 0 0 ") && records[1].hasSuffix(" ."))
    }

    @Test("type ANY with one small record, for every name")
    func any() throws {
        let server = try RunningServer(clusterset("any"), manifests: ["web.yaml": web("192.0.2.80")])
        for name in ["web.shop.svc.clusterset.local", "none.clusterset.local"] {
            let response = try #require(try server.ask(name, .any))
            #expect(
                response.answer.map(\.description) == [
                    "\(name). 8482 IN HINFO \"ANY obsoleted\" \"See RFC 8482\""
                ])
            #expect(response.rcode == .noerror)
            #expect(response.flags == [.qr, .rd])
        }
    }

    @Test("without more than was asked, where it is to be minimal")
    func minimal() throws {
        let manifests = ["web.yaml": web("192.0.2.80")]
        let plain = try RunningServer(clusterset(), manifests: manifests)
        let minimal = try RunningServer(clusterset("minimal"), manifests: manifests)
        let name = "web.shop.svc.clusterset.local"
        #expect(try plain.ask(name, .srv)?.additional.map(\.type) == [.a])
        #expect(try minimal.ask(name, .srv)?.additional == [])
        #expect(try minimal.ask(name, .srv)?.answer.count == 1)
        #expect(try minimal.ask(name, .aaaa)?.authority.map(\.type) == [.soa])
    }

    @Test("in an order that changes, where it is to balance the load")
    func loadBalance() throws {
        let server = try RunningServer(
            "clusterset.local {\nbind HOST\nloadbalance\nmulticluster {\nmanifests Examples\n}\n}")
        var first: Set<String> = []
        wait(for: "each of three addresses in front, not only \(first)") {
            let response = try? server.ask("db.shop.svc.clusterset.local")
            if let record = response?.answer.first { first.insert(record.description) }
            return first.count == 3
        }
    }

    @Test("over UDP in no more octets than bufsize allows, and over TCP in full")
    func bufsize() throws {
        let addresses = (0..<100).map { "192.0.2.\($0)" }.joined(separator: ", ")
        let manifest = web("0.0.0.0").replacing("\"0.0.0.0\"", with: addresses)
        let server = try RunningServer(clusterset("bufsize 700"), manifests: ["web.yaml": manifest])
        let name = "web.shop.svc.clusterset.local"
        let cut = try #require(try server.ask(name, edns: EDNS(udpPayloadSize: 4096)))
        #expect(cut.flags.contains(.tc))
        #expect((30..<100).contains(cut.answer.count))
        #expect(cut.encoded().count <= 700)
        let whole = try #require(try server.ask(name, over: .stream))
        #expect(!whole.flags.contains(.tc))
        #expect(whole.answer.count == 100)
    }

    @Test("by the block of the longest zone, and refuses in a block that handles no queries")
    func blocks() throws {
        let server = try RunningServer(
            """
            . {
             bind HOST
             whoami
            }
            quiet.test {
             bind HOST
            }
            logged.test {
             bind HOST
             log
            }
            """)
        #expect(try server.ask("example.com")?.rcode == .noerror)
        #expect(try server.ask("a.quiet.test")?.rcode == .refused)
        #expect(try server.ask("a.logged.test")?.rcode == .servfail)
        #expect(try server.ask("xquiet.test")?.rcode == .noerror)
    }

    @Test("what another directive knows, where multicluster falls through")
    func fallsThrough() throws {
        let server = try RunningServer(
            """
            clusterset.local {
             bind HOST
             multicluster {
              manifests MANIFESTS
              fallthrough open.clusterset.local
             }
             whoami
            }
            """)
        #expect(try server.ask("a.open.clusterset.local")?.rcode == .noerror)
        #expect(try server.ask("a.clusterset.local")?.rcode == .nxdomain)
    }
}
