import Corefile
import DNSWire
import Logging
import TestSupport
import Testing

@testable import ClusterSetDNS

/// Corefiles that were written for the CoreDNS of a cluster.
struct MovedCorefileTests {
    /// As the guide of a managed Kubernetes has it, with `multicluster` before the cluster's own zones.
    private static let guide = """
        .:53 {
            errors
            health {
               lameduck 15s
            }
            ready
            multicluster clusterset.local    # the names of the cluster set
            kubernetes cluster.local in-addr.arpa ip6.arpa {

              pods verified
              ttl 30
              fallthrough in-addr.arpa ip6.arpa
            }
            prometheus :9153
            forward . /etc/resolv.conf {
               max_concurrent 1000
            }
            cache 30
            loop
            reload
            loadbalance
        }
        """

    /// What CoreDNS since 1.12.2 needs for the same.
    private static let builtIn = """
        .:53 {
            kubernetes cluster.local clusterset.local in-addr.arpa ip6.arpa {
               multicluster clusterset.local
               pods insecure
               fallthrough in-addr.arpa ip6.arpa
            }
            forward . 192.0.2.1 192.0.2.2
        }
        """

    @Test("The Corefile of a cluster's CoreDNS starts, and one line says of each directive what is not done")
    func starts() {
        let (plan, errors) = plan(Self.guide)
        #expect(errors.map(\.explanation) == [])
        #expect(plan.multiclusterPlans.flatMap(\.origins) == [Name("clusterset.local")])
        #expect(plan.notices.map(\.directive) == ["cache", "kubernetes", "loop", "forward"])
        let warnings = plan.notices.filter { $0.level == .warning }.map(\.text)
        #expect(warnings.count == 2)
        #expect(warnings.first?.hasPrefix("does not serve cluster.local. in-addr.arpa. ip6.arpa.:") == true)
        #expect(warnings.last?.hasPrefix("this version forwards nothing: names in . that") == true)
    }

    @Test("A kubernetes with multicluster zones among its zones serves those")
    func builtIn() {
        let (plan, errors) = plan(Self.builtIn)
        #expect(errors.map(\.explanation) == [])
        #expect(plan.multiclusterPlans.flatMap(\.origins) == [Name("clusterset.local")])
        #expect(
            plan.notices.first?.text.hasPrefix("does not serve cluster.local. in-addr.arpa. ip6.arpa.:")
                == true)
        #expect(
            plan.notices.first?.text.contains("have that forward clusterset.local. to this server") == true)
    }

    @Test("Names that a moved Corefile leaves to what is not done are REFUSED, and say why")
    func refused() throws {
        let corefile = Self.builtIn.replacing(".:53 {", with: ". {\n bind HOST\n errors")
            .replacing("pods insecure", with: "manifests MANIFESTS")
        let server = try RunningServer(corefile, manifests: ["web.yaml": web("192.0.2.80")])
        #expect(try server.answer("web.shop.svc.clusterset.local").count == 1)
        let single = "the names of a single cluster are not served here: ask that cluster's own DNS"
        for (name, reason) in [
            ("kubernetes.default.svc.cluster.local", single), ("1.2.0.192.in-addr.arpa", single),
            ("www.example.com", "this server forwards nothing"),
        ] {
            let response = try #require(try server.ask(name, edns: EDNS()))
            #expect(response.rcode == .refused && !response.flags.contains(.aa))
            #expect(response.edns?.options == [.extendedError(ExtendedError(.notSupported, text: reason))])
        }
        #expect(server.process.output.contains("[WARNING] plugin/forward: this version forwards nothing"))
        #expect(server.process.output.contains("[WARNING] plugin/kubernetes: does not serve cluster.local."))
    }

    @Test("What forward excepts is not its to refuse")
    func excepted() throws {
        let server = try RunningServer(
            ". {\n bind HOST\n errors\n forward example.com 192.0.2.1 {\n except a.example.com\n }\n}")
        #expect(try server.ask("b.example.com")?.rcode == .refused)
        #expect(try server.ask("b.a.example.com")?.rcode == .servfail)
        #expect(try server.ask("example.net")?.rcode == .servfail)
    }
}
