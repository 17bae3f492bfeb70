import ArgumentParser
import ClusterSet
import Corefile
import DNSWire
import Feeds

/// Where a command that looks at zones takes them from.
struct ZoneSourceOptions: ParsableArguments {
    @OptionGroup var corefile: CorefileOptions

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp("Directories of manifests, in place of a Corefile.", valueName: "dir"))
    var manifests: [String] = []

    @Option(
        help: ArgumentHelp(
            "The kubeconfig of the cluster to look at, in place of a Corefile.", valueName: "file"))
    var kubeconfig: String?

    @Option(
        help: ArgumentHelp("A context of the kubeconfig, in place of its current one.", valueName: "name"))
    var context: String?

    @Option(help: ArgumentHelp("The zone that manifests or a cluster are looked at as.", valueName: "zone"))
    var zone = "clusterset.local"

    @Option(help: ArgumentHelp("How long to wait for the cluster, in seconds.", valueName: "seconds"))
    var timeout = 10.0

    func validate() throws {
        guard kubeconfig != nil || context == nil else {
            throw ValidationError("--context is one of a kubeconfig: give --kubeconfig FILE too")
        }
        guard isWithoutCorefile || !manifests.contains("") else {
            throw ValidationError("--manifests is empty")
        }
        guard Name(zone) != nil else { throw ValidationError("--zone '\(zone)' is no domain name") }
        guard (0...3600).contains(timeout) else {
            throw ValidationError("--timeout is a number of seconds, 0 to 3600")
        }
    }

    private var isWithoutCorefile: Bool { kubeconfig != nil || !manifests.isEmpty }

    /// The zones to look at, of a Corefile those of one address or of all, and in words where they come from. Throws an `ExitCode`
    /// after writing what is wrong with a Corefile.
    func zones(ofAllAddresses isWhole: Bool = false) throws -> (zones: ServedZones, origin: String) {
        if isWithoutCorefile { return (ownZones(), ownOrigin) }
        let source = CorefileSource(corefile)
        let plan = try source.checkedPlan()
        return (isWhole ? ServedZones(all: plan) : ServedZones(plan), corefile.conf ?? "Corefile")
    }

    private func ownZones() -> ServedZones {
        let origin = (Name(zone) ?? .root).folded
        var plan = MulticlusterPlan(
            origins: [origin], options: ZoneOptions(), directories: manifests, fallthroughZones: [])
        plan.cluster = kubeconfig.map {
            KubernetesOptions(source: .kubeconfig(path: $0, context: context))
        }
        var block = BlockPlan(keys: [])
        block.links.append(.multicluster(plan))
        block.note(MulticlusterDirective.self)
        return ServedZones(blocks: [block], origins: [(origin, 0)])
    }

    private var ownOrigin: String {
        let directories = manifests.isEmpty ? [] : ["manifests in \(manifests.joined(separator: ", "))"]
        return ((kubeconfig.map { ["the cluster of \($0)"] } ?? []) + directories).joined(separator: " over ")
    }
}
