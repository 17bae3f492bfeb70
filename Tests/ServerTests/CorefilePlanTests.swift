import Answering
import ClusterSet
import Corefile
import DNSWire
import Feeds
import Posix
import Testing

@testable import ClusterSetDNS

@Suite("A Corefile comes to zones at addresses")
struct CorefilePlanTests {
    @Test(
        "Server blocks that cannot be served together are refused",
        arguments: [
            (".:5399 {\nwhoami\n}\n.:5399 {\nwhoami\n}", "cannot serve dns://.:5399 - it is already defined"),
            ("a.org A.ORG. {\nwhoami\n}", "cannot serve dns://a.org.:53 - it is already defined"),
            ("a.org dns://a.org:53 {\nwhoami\n}", "cannot serve dns://a.org.:53 - it is already defined"),
            (
                "a.org {\nbind 127.0.0.1\n}\na.org {\nbind ::1 127.0.0.1\n}",
                "cannot serve dns://a.org.:53 on 127.0.0.1 - it is already defined"
            ),
            (
                "a.org {\nwhoami\n}\na.org {\nbind 127.0.0.1\n}",
                "cannot serve dns://a.org.:53 on 127.0.0.1 - zone overlap listener capacity with dns://a.org.:53"
            ),
            (
                "a.org:53 {\nwhoami\n}\ntls://b.org:53 {\nwhoami\n}",
                "cannot serve tls://b.org.:53 - [::]:53 is served without TLS already"
            ),
            (
                "a.org {\nbind 127.0.0.1\n}\na.org {\nwhoami\n}",
                "cannot serve dns://a.org.:53 - zone overlap listener capacity with dns://a.org.:53 on 127.0.0.1"
            ),
        ])
    func overlaps(text: String, expected: String) {
        #expect(errors(of: text) == [expected])
    }

    @Test("Server blocks that differ in zone, port or address stand beside each other")
    func beside() {
        let text = """
            a.org {
             bind 127.0.0.1
            }
            a.org {
             bind 127.0.0.2
            }
            a.org:54 b.org {
             whoami
            }
            """
        #expect(errors(of: text) == [])
    }

    @Test("A scheme that is not served yet is named", arguments: ["https", "grpc", "quic", "https3"])
    func schemes(scheme: String) {
        #expect(
            errors(of: "\(scheme)://a.org {\nwhoami\n}") == [
                "Corefile:1 - Error during parsing: scheme '\(scheme)://' is not served by this version"
            ])
    }

    @Test("Every error of a file is found, in every block")
    func everyError() {
        let text = """
            a.org {
             foo
             ttl
             log {
              class x
             }
             errors x
            }
            grpc://b.org {
             bufsize 1
            }
            """
        #expect(
            errors(of: text) == [
                "Corefile:2 - Error during parsing: Unknown directive 'foo'",
                "Corefile:3 - Error during parsing: Unknown directive 'ttl'",
                "plugin/errors: Corefile:7 - Error during parsing: invalid log file: x",
                "plugin/log: invalid Class: x",
                "plugin/bufsize: plugin/bufsize: Corefile:10 - Error during parsing: "
                    + "Wrong argument count or unexpected line ending after '1'",
                "Corefile:9 - Error during parsing: scheme 'grpc://' is not served by this version",
            ])
    }

    @Test(
        "Each zone is bound to its addresses, and said as CoreDNS says it",
        arguments: [
            (". {\nwhoami\n}", ["[::]:1053 . .:1053"]),
            ("a.org:5300 {\nwhoami\n}", ["[::]:5300 a.org. a.org.:5300"]),
            ("dns://A.org {\nwhoami\n}", ["[::]:1053 a.org. a.org.:1053"]),
            (
                "a.org b.org:54 {\nbind 127.0.0.1 ::1\n}",
                [
                    "127.0.0.1:1053 a.org. a.org.:1053 on 127.0.0.1", "[::1]:1053 a.org. a.org.:1053 on ::1",
                    "127.0.0.1:54 b.org. b.org.:54 on 127.0.0.1", "[::1]:54 b.org. b.org.:54 on ::1",
                ]
            ),
            (
                "a.org {\nbind 127.0.0.1\nbind ::1 127.0.0.1\n}",
                ["127.0.0.1:1053 a.org. a.org.:1053 on 127.0.0.1", "[::1]:1053 a.org. a.org.:1053 on ::1"]
            ),
            (
                "a.org {\nbind 127.0.0.1 127.0.0.2 {\nexcept 127.0.0.1\n}\n}",
                ["127.0.0.2:1053 a.org. a.org.:1053 on 127.0.0.2"]
            ),
            ("tls://a.org {\nwhoami\n}", ["[::]:853 a.org. tls://a.org.:853"]),
            (
                "tls://a.org:54 {\nbind 127.0.0.1\n}",
                ["127.0.0.1:54 a.org. tls://a.org.:54 on 127.0.0.1"]
            ),
            (
                "10.0.0.0/15 {\nwhoami\n}",
                [
                    "[::]:1053 0.10.in-addr.arpa. 0.10.in-addr.arpa.:1053",
                    "[::]:1053 1.10.in-addr.arpa. 1.10.in-addr.arpa.:1053",
                ]
            ),
        ])
    func bindings(text: String, expected: [String]) {
        let (plan, errors) = plan(text, port: 1053)
        #expect(errors == [])
        #expect(plan.bindings.map { "\($0.address) \($0.zone) \($0.line)" } == expected)
    }

    @Test("An interface stands for all of its addresses")
    func interface() throws {
        let addresses = try InterfaceAddresses()["lo"].map { $0.with(port: 53) }
        try #require(!addresses.isEmpty)
        #expect(plan("a.org {\nbind lo\n}").plan.addresses == addresses)
    }

    @Test("An address is listened on once, whoever names it")
    func addresses() {
        let text = "a.org b.org {\nbind 127.0.0.1\n}\nc.org {\nbind 127.0.0.1 127.0.0.2\n}"
        #expect(plan(text).plan.addresses.map(\.description) == ["127.0.0.1:53", "127.0.0.2:53"])
    }

    @Test("Directives act in an order of their own, whatever the file's")
    func order() {
        let plan = plan("clusterset.local {\nwhoami\nany\nmulticluster {\nmanifests DIR\n}\nlog\n}").plan
        #expect(plan.blocks.first?.handlers.last == "whoami")
        let links = plan.blocks.first?.links.map { link in
            switch link {
            case .responder(let responder): "\(type(of: responder))"
            case .multicluster: "multicluster"
            }
        }
        #expect(links == ["AnyResponder", "multicluster", "WhoamiResponder"])
    }

    @Test(
        "Only a block that handles queries fails them; one that does not refuses them",
        arguments: [("", false), ("bind 127.0.0.1", false), ("errors", true), ("whoami", true)])
    func handlesQueries(directive: String, expected: Bool) {
        #expect(plan("a.org {\n\(directive)\n}").plan.blocks.first?.chain.handlesQueries == expected)
    }

    @Test("The properties of multicluster come to options of its zones")
    func multicluster() throws {
        let text = """
            b.org {
             multicluster Clusterset.Local example.test {
              manifests one two
              manifests three
              ttl 30
              dns_version 1.1.0
              noendpoints
              endpoint_pod_names
              ignore empty_service
              fallthrough in.clusterset.local
             }
            }
            """
        let (plan, errors) = plan(text)
        #expect(errors == [])
        let multicluster = try #require(plan.multiclusterPlans.first)
        #expect(multicluster.origins.map(\.description) == ["clusterset.local.", "example.test."])
        #expect(multicluster.directories == ["one", "two", "three"])
        #expect(multicluster.options.ttl == 30)
        #expect(multicluster.options.version == "1.1.0")
        #expect(multicluster.options.hidesEndpoints)
        #expect(multicluster.usesPodNames)
        #expect(multicluster.options.hidesEmptyServices)
        #expect(multicluster.fallthroughZones.map(\.description) == ["in.clusterset.local."])
    }

    @Test("Without zones multicluster has those of its block, a TTL of five seconds, and no fallthrough")
    func multiclusterDefaults() throws {
        let text = "clusterset.local other.test {\nmulticluster {\nmanifests one\n}\n}"
        let multicluster = try #require(plan(text).plan.multiclusterPlans.first)
        #expect(multicluster.origins.map(\.description) == ["clusterset.local.", "other.test."])
        #expect(multicluster.options.ttl == 5)
        #expect(multicluster.fallthroughZones == [])
    }

    @Test(
        "The slices of a cluster are read as long as something depends on them",
        arguments: [("ttl 5", true), ("noendpoints", false), ("noendpoints\nignore empty_service", true)])
    func slices(properties: String, reads: Bool) throws {
        let text = "clusterset.local {\nmulticluster {\nin_cluster\n\(properties)\n}\n}"
        let multicluster = try #require(plan(text).plan.multiclusterPlans.first)
        #expect(multicluster.cluster?.readsSlices == reads)
    }

    @Test("A fallthrough without zones is for all of them")
    func fallthroughEverywhere() throws {
        let text = "clusterset.local {\nmulticluster {\nmanifests one\nfallthrough\n}\n}"
        #expect(try #require(plan(text).plan.multiclusterPlans.first).fallthroughZones == [.root])
    }

    @Test("A name server's addresses are those of its block, loopback ones only if there are no others")
    func nameServer() throws {
        let text = """
            a.org {
             bind 127.0.0.2
             multicluster {
              manifests one
             }
            }
            """
        let multicluster = try #require(plan(text).plan.multiclusterPlans.first)
        #expect(multicluster.options.nameServerAddresses.map(\.description) == ["127.0.0.2"])
    }

    @Test(
        "Where a name server is reached is told from where it listens",
        arguments: [
            (["127.0.0.1"], ["127.0.0.1"]),
            (["127.0.0.1", "::1"], ["127.0.0.1", "::1"]),
            (["127.0.0.1", "192.0.2.1", "192.0.2.1"], ["192.0.2.1"]),
            (["2001:db8::1", "::1"], ["2001:db8::1"]),
            ([], []),
        ])
    func nameServerAddresses(listening: [String], expected: [String]) throws {
        let addresses = try listening.map { try #require(SocketAddress($0, port: 53)) }
        #expect(NameServerAddresses.from(addresses).map(\.description) == expected)
    }

    @Test("A name server on all IPv4 addresses has the machine's, and no IPv6 address")
    func nameServerEverywhere() throws {
        let all = NameServerAddresses.from([try #require(SocketAddress("0.0.0.0", port: 53))])
        #expect(!all.isEmpty)
        #expect(
            all.allSatisfy { address in
                if case .v4 = address { true } else { false }
            })
    }

    @Test("An unmatched glob of an import is a warning, with its place")
    func warning() {
        #expect(
            plan("import no/*\n").plan.warnings == [
                "Corefile:1:8: No files matching import glob pattern: no/*"
            ])
    }
}
