/// What is kept of a slice whose endpoints nobody can ask for: how many there are.
struct SliceCount: Hashable, Sendable {
    /// The slice's name.
    let name: String
    let cluster: ClusterID?
    let endpoints: Int
    let ready: Int

    init(_ slice: EndpointSlice) {
        name = slice.id.name
        cluster = slice.cluster
        endpoints = slice.endpoints.count
        ready = slice.endpoints.count { $0.isReady }
    }
}
