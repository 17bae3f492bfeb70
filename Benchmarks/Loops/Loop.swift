/// Something the server does over and over, to be measured by its instructions and by its time.
package struct Loop: Sendable {
    /// The name of the loop, and the key of its threshold.
    package let name: String

    /// Sets the scene, which is not measured, and returns the loop.
    ///
    /// The loop goes through the rounds of those numbers; whoever calls it again goes on where they ended. It returns a sum
    /// that depends on every round, so that the optimiser can leave out none.
    package let prepare: @Sendable () -> (Range<Int>) -> Int

    init(_ name: String, prepare: @escaping @Sendable () -> (Range<Int>) -> Int) {
        self.name = name
        self.prepare = prepare
    }

    /// Every loop, in the order of the reports. A new one is a few lines in a file beside this one.
    package static let all = names + lookups + answers + updates
}
