/// What a zone has published so far.
package struct ZoneCounts: Hashable, Sendable {
    /// How often it changed: as often as its serial moved on.
    package internal(set) var publications = 0
    /// Owners that are new, or have other answers.
    package internal(set) var ownersPublished = 0
    package internal(set) var ownersRemoved = 0

    package init() {}
}
