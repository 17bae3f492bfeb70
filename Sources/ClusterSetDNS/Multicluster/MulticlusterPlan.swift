import ClusterSet
import DNSWire
import Feeds

/// What a `multicluster` stanza asks for. Equal plans are served by the same zones and the same feed, across reloads.
struct MulticlusterPlan: Hashable {
    var origins: [Name]
    var options: ZoneOptions
    /// Directories of manifests.
    var directories: [String]
    /// Endpoints without a hostname are named after their pods.
    var usesPodNames = false
    /// The cluster to follow; nil: none.
    var cluster: KubernetesOptions?
    /// At the start of the process: how many seconds listening waits for the feed.
    var startupTimeout = 5.0
    /// Where a name that does not exist is left to the rest of the chain.
    var fallthroughZones: [Name]
}
