import Corefile
import Posix
import TestSupport
import Testing

@testable import ClusterSetDNS
@testable import Feeds

@Suite("What is deployed")
struct DeploymentTests {
    private let deployment: YAMLNode
    private let service: YAMLNode

    init() throws {
        deployment = try #require(try DeployedManifest("base/deployment.yaml").root)["spec"]
        service = try #require(try DeployedManifest("base/service.yaml").root)["spec"]
    }

    private var pod: YAMLNode { deployment["template"]["spec"] }

    private var container: YAMLNode { pod["containers"].items.first ?? .nothing }

    /// `PROTOCOL/PORT` by the names of a container's ports.
    private func ports(of container: YAMLNode) -> [String: String] {
        Dictionary(
            container["ports"].items.map { port in
                (
                    port["name"].text ?? "",
                    "\(port["protocol"].text ?? "")/\(port["containerPort"].number ?? 0)"
                )
            }, uniquingKeysWith: { first, _ in first })
    }

    @Test("is all of it an object, or a patch of one", arguments: Kustomization.all)
    func parses(path: String) throws {
        let kustomization = try Kustomization(path)
        #expect(kustomization.root["kind"].text == "Kustomization")
        #expect(!kustomization.files.isEmpty)
        for file in kustomization.files {
            let root = try #require(try DeployedManifest(file).root, "\(file)")
            let isPatch = root.items.contains { $0["op"].text != nil && $0["path"].text?.first == "/" }
            #expect(isPatch || root["kind"].text != nil && root["apiVersion"].text != nil, "\(file)")
            #expect(isPatch || root["metadata"]["name"].text == "clustersetdns", "\(file)")
        }
    }

    @Test("is named by a kustomization, every file of it", arguments: Kustomization.all)
    func nothingIsLeftOut(path: String) throws {
        let kustomization = try Kustomization(path)
        let generated = kustomization.root["configMapGenerator"].items.flatMap { $0["files"].texts }
        let named = kustomization.files + (generated + ["kustomization.yaml"]).map { "\(path)/\($0)" }
        let there = try DirectoryListing.names(in: "\(SourceTree.root)/deploy/\(path)")
            .filter { !$0.hasPrefix(".") }.map { "\(path)/\($0)" }
        #expect(named.sorted() == there.sorted())
    }

    @Test("has a Corefile without errors", arguments: ["base", "overlays/tls"])
    func corefiles(path: String) async throws {
        let corefile = try await DeployedCorefile(of: path)
        #expect(corefile.errors.map(\.explanation) == [])
        #expect(corefile.plan.warnings == [])
        #expect(!corefile.plan.multiclusterPlans.isEmpty)
    }

    @Test("listens on the ports that the container has, which need no privilege")
    func containerPorts() async throws {
        let named = ports(of: container)
        let base = try await DeployedCorefile(of: "base").ports
        #expect(Set(named.values) == base)
        let patch = try #require(try DeployedManifest("overlays/tls/deployment.yaml").root)
        let added = ports(of: patch["spec"]["template"]["spec"]["containers"].items.first ?? .nothing)
        let secured = try await DeployedCorefile(of: "overlays/tls").ports
        #expect(Set(named.values).union(added.values) == secured)
        #expect(secured.allSatisfy { $0.split(separator: "/").last.flatMap { Int($0) } ?? 0 > 1023 })
        #expect(container["securityContext"]["capabilities"]["drop"].texts == ["ALL"])
        #expect(container["securityContext"]["capabilities"]["add"].texts == [])
    }

    @Test("is asked at ports 53 and 853, as the plan has them behind the Service")
    func servicePorts() async throws {
        let plan = try await DeployedCorefile(of: "overlays/tls").plan
        let patch = try #require(try DeployedManifest("overlays/tls/deployment.yaml").root)
        let named = ports(of: container).merging(
            ports(of: patch["spec"]["template"]["spec"]["containers"].items.first ?? .nothing)
        ) { first, _ in first }
        let overlay = try #require(try DeployedManifest("overlays/tls/service.yaml").root)
        var behind: [String: String] = [:]
        for port in service["ports"].items + overlay["spec"]["ports"].items {
            let target = try #require(named[port["targetPort"].text ?? ""])
            behind["\(port["protocol"].text ?? "")/\(port["port"].number ?? 0)"] = target
        }
        let plain = try #require(plan.bindings.first { !$0.isSecured }).address.port
        let secured = try #require(plan.bindings.first { $0.isSecured }).address.port
        let metrics = try #require(plan.blocks.first?.metricsAddress).port
        #expect(
            behind == [
                "UDP/53": "UDP/\(plain)", "TCP/53": "TCP/\(plain)", "TCP/853": "TCP/\(secured)",
                "TCP/9153": "TCP/\(metrics)",
            ])
    }

    @Test("is probed where health and ready answer", arguments: ["base", "overlays/tls"])
    func probes(path: String) async throws {
        let block = try #require(try await DeployedCorefile(of: path).plan.blocks.first)
        let named = ports(of: container)
        func target(_ probe: String) -> String {
            let request = container[probe]["httpGet"]
            return (named[request["port"].text ?? ""] ?? "") + (request["path"].text ?? "")
        }
        #expect(target("livenessProbe") == "TCP/\(try #require(block.health).address.port)/health")
        #expect(target("readinessProbe") == "TCP/\(try #require(block.ready).address.port)/ready")
    }

    @Test("may stop as slowly as its lameduck time asks for", arguments: ["base", "overlays/tls"])
    func lameduck(path: String) async throws {
        let health = try #require(try await DeployedCorefile(of: path).plan.blocks.first?.health)
        let grace = try #require(pod["terminationGracePeriodSeconds"].number)
        // Whatever was read when the lameduck time ends is answered within 5 s.
        #expect(health.lameduck.duration + .seconds(5) < .seconds(grace))
        // Longer than it takes until the pod counts as not ready.
        let probe = container["readinessProbe"]
        let period = try #require(probe["periodSeconds"].number)
        #expect(health.lameduck.duration > .seconds(period))
    }

    @Test(
        "may do what its Corefile asks the API server for, and no more", arguments: ["base", "overlays/tls"])
    func rights(path: String) async throws {
        let plans = try await DeployedCorefile(of: path).plan.multiclusterPlans
        let needed = plans.compactMap(\.cluster).flatMap { $0.resources.map(\.rule) }
        let role = try #require(try DeployedManifest("base/clusterrole.yaml").root)
        let rules = role["rules"].items.map { rule in
            rule.keys.map { key in
                "\(key): [" + rule[key].texts.map { "\"\($0)\"" }.joined(separator: ", ") + "]"
            }.joined(separator: ", ")
        }
        #expect(rules == needed)
    }

    @Test("lets in what asks for DNS and metrics, and nothing else")
    func policy() throws {
        let policy = try #require(try DeployedManifest("base/networkpolicy.yaml").root)["spec"]
        #expect(policy["policyTypes"].texts == ["Ingress", "Egress"])
        let ingress = policy["ingress"].items
        #expect(
            ingress.map { $0["ports"].items.compactMap { $0["port"].text } } == [
                ["dns", "dns-tcp"], ["metrics"],
            ])
        let named = ports(of: container)
        for port in ingress.flatMap({ $0["ports"].items }) {
            let target = try #require(named[port["port"].text ?? ""])
            #expect(target.hasPrefix("\(port["protocol"].text ?? "")/"))
        }
        let patch = try #require(try DeployedManifest("overlays/tls/networkpolicy.yaml").root)
        #expect(patch.items.map { $0["path"].text } == ["/spec/ingress/0/ports/-"])
        #expect(patch.items.map { $0["value"]["port"].text } == ["dns-tls"])
    }

    @Test("is chosen by the label of its pods, wherever kustomize does not put it")
    func selectors() throws {
        let labels = try #require(try Kustomization("base").root["labels"].items.first)["pairs"]
        let policy = try #require(try DeployedManifest("base/networkpolicy.yaml").root)["spec"]
        let budget = try #require(try DeployedManifest("base/poddisruptionbudget.yaml").root)["spec"]
        let constraints = pod["topologySpreadConstraints"].items
        #expect(constraints.count == 2)
        for selector in [policy["podSelector"], budget["selector"]] + constraints.map({ $0["labelSelector"] })
        {
            #expect(selector["matchLabels"].keys == ["app.kubernetes.io/name"])
            #expect(
                selector["matchLabels"]["app.kubernetes.io/name"].text
                    == labels["app.kubernetes.io/name"].text)
        }
    }

    @Test("runs as nobody in particular, and writes nowhere")
    func confinement() {
        #expect(pod["securityContext"]["runAsNonRoot"].text == "true")
        #expect(pod["securityContext"]["seccompProfile"]["type"].text == "RuntimeDefault")
        #expect(container["securityContext"]["readOnlyRootFilesystem"].text == "true")
        #expect(container["securityContext"]["allowPrivilegeEscalation"].text == "false")
    }

    @Test("reads its Corefile where it is told to")
    func mounts() throws {
        let generator = try #require(try Kustomization("base").root["configMapGenerator"].items.first)
        let volume = try #require(
            pod["volumes"].items.first { $0["configMap"]["name"].text == generator["name"].text })
        let mount = try #require(
            container["volumeMounts"].items.first { $0["name"].text == volume["name"].text })
        let folder = try #require(mount["mountPath"].text)
        #expect(container["args"].texts == ["-conf", "\(folder)/Corefile"])
    }

    @Test("is this version")
    func version() throws {
        let image = try #require(try Kustomization("base").root["images"].items.first)
        #expect(image["name"].text == container["image"].text)
        #expect("ClusterSetDNS-\(image["newTag"].text ?? "")" == Version.name)
    }
}
