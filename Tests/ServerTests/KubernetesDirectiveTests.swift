import DNSWire
import TestSupport
import Testing

@testable import ClusterSetDNS

struct KubernetesDirectiveTests {
    @Test("A kubernetes of a multicluster zone serves what multicluster serves")
    func served() throws {
        let server = try RunningServer(
            """
            . {
             bind HOST
             kubernetes clusterset.local {
              pods insecure
              multicluster clusterset.local
              manifests MANIFESTS
              ttl 7
             }
             whoami
            }
            """, manifests: ["web.yaml": web("192.0.2.80")])
        let name = "web.shop.svc.clusterset.local"
        #expect(try server.answer(name) == ["\(name). 7 IN A 192.0.2.80"])
        #expect(try server.ask("none.shop.svc.clusterset.local")?.rcode == .nxdomain)
        // What is no zone of its own is left to the next directive.
        #expect(try server.ask("web.shop.svc.cluster.local")?.additional.count == 2)
    }

    @Test("A kubernetes asks for what a multicluster would, by default of the cluster that it runs in")
    func alike() {
        let properties =
            "ttl 30\nnamespaces shop bank\nignore empty_service\nfallthrough\nstartup_timeout 9s\n"
        let kubernetes = plan(
            "clusterset.local {\nkubernetes {\npods verified\nmulticluster clusterset.local\n\(properties)}\n}"
        )
        let multicluster = plan("clusterset.local {\nmulticluster {\n\(properties)}\n}")
        #expect(kubernetes.errors == [])
        #expect(kubernetes.plan.multiclusterPlans == multicluster.plan.multiclusterPlans)
        #expect(kubernetes.plan.multiclusterPlans.count == 1)
    }
}
