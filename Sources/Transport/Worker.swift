import Answering

/// A loop that answers one socket, on a queue of its own: its own thread in effect.
protocol Worker: AnyObject, Sendable {
    /// What it counts.
    var tally: Tally { get }

    /// Answers until `stop`, then what was read by then. (Its own queue only.)
    func run()

    /// Has `run` return soon. (Any thread.)
    func stop()
}
