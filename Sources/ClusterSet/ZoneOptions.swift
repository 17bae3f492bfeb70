package import DNSWire

/// What an operator may say about a zone.
package struct ZoneOptions: Hashable, Sendable {
    /// Seconds that an answer may be kept: 0 to 3,600.
    package var ttl: UInt32 = 5
    /// The version in the TXT record at `dns-version`.
    package var version = "1.0.0"
    /// Headless services have no names (`noendpoints`).
    package var hidesEndpoints = false
    /// ClusterSetIP services without a ready endpoint have no names (`ignore empty_service`).
    package var hidesEmptyServices = false
    /// Only namespaces that the feed tells of have names (`namespace_labels`).
    package var namesNamespaces = false
    /// Endpoints are kept also where they have no names: for `ClusterSetZone.findings`, at several times the memory.
    package var keepsEndpoints = false
    /// Where the zone's name server, `ns.dns` in the zone, is reached.
    package var nameServerAddresses: [IPAddress] = []
    package init() {}
}
