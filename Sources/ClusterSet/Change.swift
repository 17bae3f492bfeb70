/// What a feed says: objects that are there now, and objects that are gone. Applying the same change twice is harmless.
package enum Change: Hashable, Sendable {
    case putImport(ServiceImport)
    case removeImport(ObjectName)
    case putSlice(EndpointSlice)
    case removeSlice(ObjectName)
    /// The object is there, but what it says now cannot be used: what was known of it stays.
    case keep(ObjectKind, ObjectName)
    /// A namespace whose services may have names, in a zone that asks for it (`ZoneOptions.namesNamespaces`).
    case putNamespace(String)
    case removeNamespace(String)

    /// The objects of this kind that come from here to the end of the list, and do not go before it, are all there are. Nothing
    /// of a list shows before its end: a list that breaks off is worth nothing.
    case beginList(ObjectKind)
    /// The list is complete: what it named takes effect, and what it did not name is gone.
    case endList(ObjectKind)
    /// The list broke off: what it named is forgotten.
    case dropList(ObjectKind)

    /// All slices of one service, in answer to what `ClusterSetZone.apply` asked for.
    case replaceSlices(of: ObjectName, [EndpointSlice])
}

/// The kinds of objects that a feed may tell of.
package enum ObjectKind: Hashable, Sendable, CaseIterable {
    case serviceImports
    case endpointSlices
    case namespaces
}
