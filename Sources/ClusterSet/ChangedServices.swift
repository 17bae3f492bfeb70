/// What a batch of changes has touched so far, as it stands now.
struct ChangedServices {
    /// Unknown ones included.
    var services: [ObjectName: Service] = [:]
    /// The service that each slice belongs to; nil: gone.
    var slices: [ObjectName: String?] = [:]

    /// Changes a service that is in here by `body`. Returns how many more imports there are.
    mutating func change(_ id: ObjectName, _ body: (inout Service) -> Void) -> Int {
        guard let index = services.index(forKey: id) else { return 0 }
        let wasImported = services.values[index].kind != nil
        body(&services.values[index])
        return (services.values[index].kind != nil ? 1 : 0) - (wasImported ? 1 : 0)
    }
}
