import TestSupport
import Testing

@testable import Feeds

@Suite("What kustomize builds", .enabled(if: isInstalled("kubectl"), "kubectl is not installed"))
struct KustomizeTests {
    /// The objects that come of a folder of `deploy/`.
    private func objects(of path: String) async throws -> [YAMLNode] {
        let text = try await run("kubectl", ["kustomize", "\(SourceTree.root)/deploy/\(path)"])
        return try DeployedManifest.documents(in: text)
    }

    @Test("is one object of each kind, with one name, in one namespace", arguments: Kustomization.all)
    func kinds(path: String) async throws {
        let objects = try await objects(of: path)
        let kinds = objects.compactMap { $0["kind"].text }
        #expect(Set(kinds).count == objects.count)
        let isNodeLocal = path == "overlays/node-local"
        #expect(kinds.contains("DaemonSet") == isNodeLocal)
        #expect(kinds.contains("Deployment") != isNodeLocal)
        #expect(kinds.contains("PodDisruptionBudget") != isNodeLocal)
        for object in objects {
            let kind = try #require(object["kind"].text)
            let name = try #require(object["metadata"]["name"].text)
            #expect(kind == "ConfigMap" ? name.hasPrefix("clustersetdns-") : name == "clustersetdns")
            let namespace = object["metadata"]["namespace"].text
            #expect(namespace == (kind.hasPrefix("ClusterRole") ? nil : "clustersetdns"), "\(kind)")
            if kind == "ClusterRoleBinding" {
                #expect(object["subjects"].items.map { $0["namespace"].text } == ["clustersetdns"])
            }
        }
    }

    @Test("has its pods read the Corefile", arguments: Kustomization.all)
    func corefile(path: String) async throws {
        let objects = try await objects(of: path)
        let map = try #require(objects.first { $0["kind"].text == "ConfigMap" })
        let text = SourceTree.text(of: "deploy/\(path)/Corefile")
        #expect(
            map["data"]["Corefile"].text
                == (text.isEmpty ? SourceTree.text(of: "deploy/base/Corefile") : text))
        let pods = try #require(objects.first { ["Deployment", "DaemonSet"].contains($0["kind"].text) })
        let volumes = pods["spec"]["template"]["spec"]["volumes"].items
        #expect(volumes.contains { $0["configMap"]["name"].text == map["metadata"]["name"].text })
    }

    @Test("has every selector choose the pods, and nothing else", arguments: Kustomization.all)
    func selectors(path: String) async throws {
        let objects = try await objects(of: path)
        let label = "app.kubernetes.io/name"
        for object in objects {
            let spec = object["spec"]
            let selector: YAMLNode
            switch object["kind"].text {
            case "Service": selector = spec["selector"]
            case "Deployment", "DaemonSet", "PodDisruptionBudget": selector = spec["selector"]["matchLabels"]
            case "NetworkPolicy": selector = spec["podSelector"]["matchLabels"]
            default: continue
            }
            #expect(selector.keys == [label], "\(object["kind"].text ?? "")")
            #expect(selector[label].text == "clustersetdns")
        }
        let pods = try #require(objects.first { ["Deployment", "DaemonSet"].contains($0["kind"].text) })
        #expect(pods["spec"]["template"]["metadata"]["labels"][label].text == "clustersetdns")
    }
}
