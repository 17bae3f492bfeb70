import ClusterSet
import DNSWire

/// What a `multicluster` stanza asks for. Equal plans are served by the same zones and the same feed, across reloads.
struct MulticlusterPlan: Hashable {
    var origins: [Name]
    var options: ZoneOptions
    /// Directories of manifests.
    var directories: [String]
    /// Where a name that does not exist is left to the rest of the chain.
    var fallthroughZones: [Name]
}
