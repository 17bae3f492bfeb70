/// What a feed says: objects that are there now, and objects that are gone. Applying the same change twice is harmless.
package enum Change: Sendable {
    case putImport(ServiceImport)
    case removeImport(ObjectName)
    case putSlice(EndpointSlice)
    case removeSlice(ObjectName)
    /// Everything the feed knows: what it does not name is gone.
    case replaceAll(imports: [ServiceImport], slices: [EndpointSlice])
}
