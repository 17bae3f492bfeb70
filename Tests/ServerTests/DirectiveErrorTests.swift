import Corefile
import Testing

@testable import ClusterSetDNS

@Suite("What is wrong with a directive is said in CoreDNS's words")
struct DirectiveErrorTests {
    /// Before the reason, for what stands on the directive's first line.
    private static let place = "Corefile:2 - Error during parsing: "
    private static let count = place + "Wrong argument count or unexpected line ending after "

    @Test(
        "A directive that cannot be read is refused",
        arguments: [
            ("foo", place + "Unknown directive 'foo'"),
            (
                "acl {\n deny\n}",
                "plugin/acl: Corefile:3 - Error during parsing: "
                    + "unexpected token \"deny\"; expect 'allow', 'block', 'filter' or 'drop'"
            ),
            (
                "acl {\n block 10.0.0.0/8\n}",
                "plugin/acl: Corefile:3 - Error during parsing: unexpected token \"10.0.0.0/8\"; expect 'type | net'"
            ),
            (
                "acl {\n block type a\n}",
                "plugin/acl: Corefile:3 - Error during parsing: unexpected token \"a\"; expect legal QTYPE"
            ),
            (
                "acl {\n block type net ::1\n}",
                "plugin/acl: Corefile:3 - Error during parsing: no token specified in \"type\" section"
            ),
            (
                "acl {\n block net\n}",
                "plugin/acl: Corefile:3 - Error during parsing: no token specified in \"net\" section"
            ),
            (
                "acl {\n block net 10.0.0.0/33\n}",
                "plugin/acl: Corefile:3 - Error during parsing: illegal CIDR notation \"10.0.0.0/33\""
            ),
            (
                "acl {\n block net host\n}",
                "plugin/acl: Corefile:3 - Error during parsing: illegal CIDR notation \"host/32\""
            ),
            ("any x", "plugin/any: " + count + "'x'"),
            ("any {\n x\n}", "plugin/any: " + place + "Unexpected token '{', expecting argument"),
            ("bind", "plugin/bind: at least one address or interface name is expected"),
            ("bind 999.1.1.1", "plugin/bind: not a valid IP address or interface name: \"999.1.1.1\""),
            ("bind 127.0.0.1 no-such", "plugin/bind: not a valid IP address or interface name: \"no-such\""),
            ("bind ::1%no-such", "plugin/bind: not a valid IP address or interface name: \"::1%no-such\""),
            ("bind 127.0.0.1 {\n x\n}", "plugin/bind: invalid option \"x\""),
            (
                "bind 127.0.0.1 {\n except\n}",
                "plugin/bind: at least one address or interface must be given to except subdirective"
            ),
            (
                "bind 127.0.0.1 {\n except x\n}",
                "plugin/bind: not a valid IP address or interface name: \"x\""
            ),
            // CoreDNS says its name twice here.
            ("bufsize 100", "plugin/bufsize: plugin/bufsize: " + count + "'100'"),
            ("bufsize 511", "plugin/bufsize: plugin/bufsize: " + count + "'511'"),
            ("bufsize 4097", "plugin/bufsize: plugin/bufsize: " + count + "'4097'"),
            ("bufsize -1", "plugin/bufsize: plugin/bufsize: " + count + "'-1'"),
            ("bufsize x", "plugin/bufsize: plugin/bufsize: " + count + "'x'"),
            ("bufsize 512 512", "plugin/bufsize: plugin/bufsize: " + count + "'512'"),
            ("bufsize {\n x\n}", "plugin/bufsize: " + place + "Unexpected token '{', expecting argument"),
            ("chaos {\n}", "plugin/chaos: " + place + "Unexpected token '{', expecting argument"),
            ("errors foo", "plugin/errors: " + place + "invalid log file: foo"),
            ("errors stdout x", "plugin/errors: " + count + "'x'"),
            (
                "errors {\n x\n}",
                "plugin/errors: Corefile:3 - Syntax error: Unexpected token 'x', expecting 'Unknown field x'"
            ),
            (
                "errors {\n consolidate 5m\n}",
                "plugin/errors: Corefile:3 - Error during parsing: "
                    + "Wrong argument count or unexpected line ending after '5m'"
            ),
            (
                "errors {\n consolidate soon .*\n}",
                "plugin/errors: Corefile:3 - Error during parsing: time: invalid duration \"soon\""
            ),
            (
                "errors {\n consolidate 5m (\n}",
                "plugin/errors: Corefile:3 - Error during parsing: error parsing regexp: `(`"
            ),
            (
                "errors {\n consolidate 5m .* loud\n}",
                "plugin/errors: Corefile:3 - Error during parsing: unknown option in consolidate: loud"
            ),
            ("loadbalance foo", "plugin/loadbalance: unknown policy: foo"),
            ("loadbalance weighted", "plugin/loadbalance: " + place + "missing weight file argument"),
            (
                "loadbalance round_robin x",
                "plugin/loadbalance: " + place + "unknown property for round_robin"
            ),
            (
                "loadbalance {\n x 10.0.0.0/8\n}",
                "plugin/loadbalance: Corefile:3 - Error during parsing: unknown property 'x'"
            ),
            ("log {\n class foo\n}", "plugin/log: invalid Class: foo"),
            ("log {\n class success Denial\n}", "plugin/log: invalid Class: Denial"),
            (
                "log {\n class\n}",
                "plugin/log: Corefile:3 - Error during parsing: "
                    + "Wrong argument count or unexpected line ending after 'class'"
            ),
            (
                "log {\n x\n}",
                "plugin/log: Corefile:3 - Error during parsing: "
                    + "Wrong argument count or unexpected line ending after 'x'"
            ),
            ("minimal x", "plugin/minimal: " + count + "'x'"),
            ("nsid {\n}", "plugin/nsid: " + place + "Unexpected token '{', expecting argument"),
            ("reload 1s", "plugin/reload: interval value must be greater or equal to 2s"),
            ("reload -5s", "plugin/reload: interval value must be greater or equal to 2s"),
            ("reload 5", "plugin/reload: time: missing unit in duration \"5\""),
            ("reload 10s x", "plugin/reload: time: invalid duration \"x\""),
            ("reload 10s 500ms", "plugin/reload: jitter value must be greater or equal to 1s"),
            ("reload 10s 5s 1s", "plugin/reload: " + count + "'1s'"),
            ("reload {\n x\n}", "plugin/reload: " + place + "Unexpected token '{', expecting argument"),
            (
                "timeouts",
                "plugin/timeouts: plugin/timeouts: " + place + "timeouts block with no timeouts specified"
            ),
            ("timeouts 5s", "plugin/timeouts: plugin/timeouts: " + count + "'5s'"),
            (
                "timeouts {\n read\n}",
                "plugin/timeouts: Corefile:3 - Error during parsing: Wrong argument count or unexpected line ending after 'read'"
            ),
            (
                "timeouts {\n read x\n}",
                "plugin/timeouts: Corefile:3 - Error during parsing: failed to parse duration 'x'"
            ),
            (
                "timeouts {\n read 500ms\n}",
                "plugin/timeouts: Corefile:3 - Error during parsing: timeout provided '500ms' needs to be between 1 second and 24 hours"
            ),
            (
                "timeouts {\n idle 25h\n}",
                "plugin/timeouts: Corefile:3 - Error during parsing: timeout provided '25h0m0s' needs to be between 1 second and 24 hours"
            ),
            (
                "timeouts {\n linger 5s\n}",
                "plugin/timeouts: Corefile:3 - Error during parsing: unknown option: 'linger'"
            ),
            ("whoami x", "plugin/whoami: " + count + "'x'"),
            ("whoami {\n}", "plugin/whoami: " + place + "Unexpected token '{', expecting argument"),
        ])
    func refused(directive: String, expected: String) {
        #expect(errors(of: ". {\n\(directive)\n}") == [expected])
    }

    @Test(
        "A property of multicluster that cannot be read is refused",
        arguments: [
            ("bogus", "unknown property 'bogus'"),
            ("ttl 4000", "ttl must be in range [0, 3600]: 4000"),
            ("ttl -1", "ttl must be in range [0, 3600]: -1"),
            ("ttl", "Wrong argument count or unexpected line ending after 'ttl'"),
            ("ttl 5 6", "Wrong argument count or unexpected line ending after '6'"),
            ("ttl 5 {\n x\n}", "Unexpected token '{', expecting argument"),
            ("manifests", "Wrong argument count or unexpected line ending after 'manifests'"),
            ("noendpoints x", "Wrong argument count or unexpected line ending after 'x'"),
            ("ignore", "Wrong argument count or unexpected line ending after 'ignore'"),
            ("ignore full_service", "unable to parse ignore value: 'full_service'"),
            ("dns_version", "Wrong argument count or unexpected line ending after 'dns_version'"),
        ])
    func properties(property: String, reason: String) {
        let text = "clusterset.local {\nmulticluster {\nmanifests DIR\n\(property)\n}\n}"
        #expect(errors(of: text) == ["plugin/multicluster: Corefile:4 - Error during parsing: \(reason)"])
    }

    @Test(
        "A kubernetes that cannot be read is refused",
        arguments: [
            (
                "cluster.local {\nmulticluster b.local\n}",
                "Corefile:3 - Error during parsing: is not authoritative for the multicluster zone b.local.",
                ""
            ),
            (
                "clusterset.local {\nmulticluster clusterset.local\npods sometimes\n}",
                "wrong value for pods: sometimes,  must be one of: disabled, verified, insecure",
                "(Corefile:4:6)"
            ),
            (
                "clusterset.local {\nmulticluster clusterset.local\nttl 4000\n}",
                "Corefile:4 - Error during parsing: ttl must be in range [0, 3600]: 4000", ""
            ),
            (
                "clusterset.local {\nmulticluster clusterset.local\nbogus\n}",
                "Corefile:4 - Error during parsing: unknown property 'bogus'", ""
            ),
        ])
    func kubernetes(stanza: String, reason: String, advice: String) {
        let errors = plan("cluster.local clusterset.local {\nkubernetes \(stanza)\n}").errors
        #expect(errors.map(\.description) == ["plugin/kubernetes: \(reason)"])
        #expect(errors.first?.explanation.hasSuffix(advice) == true)
    }

    @Test("A TTL that is no number is refused")
    func ttl() {
        let text = "clusterset.local {\nmulticluster {\nmanifests DIR\nttl x\n}\n}"
        #expect(
            errors(of: text) == ["plugin/multicluster: strconv.Atoi: parsing \"x\": invalid syntax"])
    }

    @Test(
        "What a multicluster says of its cluster is checked",
        arguments: [
            ("kubeconfig", "Wrong argument count or unexpected line ending after 'kubeconfig'"),
            ("kubeconfig a b c", "Wrong argument count or unexpected line ending after 'c'"),
            ("endpoint 10.0.0.1:6443", "invalid endpoint '10.0.0.1:6443'"),
            ("tls CERT KEY", "Wrong argument count or unexpected line ending after 'KEY'"),
            ("tls CERT KEY CA", "tls is for an endpoint"),
            ("in_cluster yes", "Wrong argument count or unexpected line ending after 'yes'"),
            ("namespaces", "Wrong argument count or unexpected line ending after 'namespaces'"),
            ("startup_timeout x", #"failed to parse startup_timeout: x, time: invalid duration "x""#),
            (
                "labels a in b",
                "unable to parse label selector value: 'a in b' : found 'b', expected: '('"
            ),
            (
                "namespace_labels =x",
                "unable to parse namespace_label selector value: '=x' : found '=x', expected: a label's key"
            ),
            ("apiserver_qps", "Wrong argument count or unexpected line ending after 'apiserver_qps'"),
            ("local_cluster east", "unknown property 'local_cluster'"),
        ])
    func clusterProperties(property: String, reason: String) throws {
        let found = errors(of: "clusterset.local {\nmulticluster {\nmanifests DIR\n\(property)\n}\n}")
        #expect(found == ["plugin/multicluster: Corefile:4 - Error during parsing: \(reason)"])
    }

    @Test("A multicluster follows one cluster")
    func twoClusters() {
        let text = "clusterset.local {\nmulticluster {\nkubeconfig a\nendpoint https://b\n}\n}"
        #expect(
            errors(of: text) == [
                "plugin/multicluster: Corefile:4 - Error during parsing: "
                    + "'kubeconfig' and 'endpoint' both say which cluster"
            ])
    }

    @Test("Namespaces are chosen by name or by label")
    func namespaces() {
        let text = "clusterset.local {\nmulticluster {\nnamespaces shop\nnamespace_labels a=b\n}\n}"
        #expect(
            errors(of: text) == ["plugin/multicluster: namespaces and namespace_labels cannot both be set"])
    }

    @Test(
        "A multicluster that has reverse zones alone is refused",
        arguments: [
            ("10.0.0.0/8", ""), ("clusterset.local", "10.in-addr.arpa 8.b.d.0.1.0.0.2.ip6.arpa"),
            ("in-addr.arpa", ""),
        ])
    func reverseZones(key: String, zones: String) {
        let text = "\(key) {\nmulticluster \(zones) {\nmanifests DIR\n}\n}"
        #expect(errors(of: text) == ["plugin/multicluster: non-reverse zone name must be used"])
    }

    @Test(
        "A directive that may stand once is refused the second time",
        arguments: ["errors", "nsid a", "multicluster {\nmanifests DIR\n}"])
    func usedTwice(directive: String) throws {
        let name = try #require(directive.split(separator: " ").first)
        #expect(
            errors(of: "clusterset.local {\n\(directive)\n\(directive)\n}") == [
                "plugin/\(name): this plugin can only be used once per Server Block"
            ])
    }

    @Test(
        "A directive that CoreDNS has and this server has not is named, with what to do instead",
        arguments: [
            ("rewrite", "CoreDNS has it, this server does not: leave it to the CoreDNS that forwards to it"),
            ("hosts", "CoreDNS has it, this server does not: leave it to the CoreDNS that forwards to it"),
            ("pprof", "use `perf record -p PID`"), ("trace", "use `log` with {duration}"),
            ("dnstap", "use `log` for single queries"), ("view", "use `bind`"),
        ])
    func foreign(name: String, advice: String) throws {
        let errors = plan(". {\n\(name)\n}").errors
        #expect(
            errors.map(\.description) == ["Corefile:2 - Error during parsing: Unknown directive '\(name)'"])
        #expect(try #require(errors.first).explanation.contains(advice))
    }

    @Test(
        "A header that says nothing, or nothing that can be done, is refused",
        arguments: [
            (
                "header",
                "Corefile:2 - Error during parsing: Wrong argument count or unexpected line ending after 'header'"
            ),
            (
                "header {\nanswer set aa\n}",
                "setting up rule: invalid selector=answer should be query or response"
            ),
            ("header {\nresponse\n}", "setting up rule: no flag action provided"),
            (
                "header {\nresponse set\n}",
                "setting up rule: invalid length for flags, at least one should be provided"
            ),
            (
                "header {\nquery turn rd\n}",
                "setting up rule: unknown flag action=turn, should be set or clear"
            ),
            ("header {\nresponse set tc\n}", "setting up rule: unknown/unsupported flag=tc"),
        ])
    func header(stanza: String, reason: String) {
        #expect(errors(of: ". {\n\(stanza)\nwhoami\n}") == ["plugin/header: \(reason)"])
    }

    @Test(
        "A forward that cannot be read is refused, although it is not done",
        arguments: [
            (
                "forward",
                "Corefile:2 - Error during parsing: Wrong argument count or unexpected line ending after 'forward'"
            ),
            (
                "forward .",
                "Corefile:2 - Error during parsing: Wrong argument count or unexpected line ending after '.'"
            ),
            (
                "forward . 192.0.2.1 {\nbogus\n}",
                "Corefile:3 - Error during parsing: unknown property 'bogus'"
            ),
            (
                "forward . 192.0.2.1 {\nexcept\n}",
                "Corefile:3 - Error during parsing: Wrong argument count or unexpected line ending after 'except'"
            ),
            ("forward . \(String(repeating: "192.0.2.1 ", count: 16))", "more than 15 TOs configured: 16"),
        ])
    func forward(stanza: String, reason: String) {
        #expect(errors(of: ". {\n\(stanza)\n}") == ["plugin/forward: \(reason)"])
    }

    @Test("A directive that is nearly right is explained")
    func nearlyRight() {
        #expect(
            plan(". {\nwhoam\n}").errors.map(\.explanation) == [
                "Corefile:2 - Error during parsing: Unknown directive 'whoam' (did you mean 'whoami'?)"
            ])
    }
}
