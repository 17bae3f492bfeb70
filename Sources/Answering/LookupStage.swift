/// What is loaded ahead of a lookup, so that the memory of one arrives while the others of a batch are prepared.
package enum LookupStage: Sendable {
    /// The slot of the table where the search begins.
    case home
    /// The head of the owner that stands there.
    case owner
    /// What stands behind the head: name and records.
    case contents
}
